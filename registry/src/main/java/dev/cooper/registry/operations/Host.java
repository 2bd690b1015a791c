package dev.cooper.registry.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine the registry runs on. */
final class Host {
    private Host() {}

    /** Its name, asked of the kernel and not of a name server. */
    static String name() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
