package dev.cooper.scan.vex;

import java.io.IOException;
import java.util.List;

/** Where statements come from. */
sealed interface VexSource permits VexFile, VexRepository {
    /** Statements that may be about a package or its image, and the file they are in. */
    List<VexFile> about(Target target) throws IOException;
}
