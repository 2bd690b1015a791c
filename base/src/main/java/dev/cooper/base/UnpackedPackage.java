package dev.cooper.base;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a package file says of itself, beside the files it installs.
 *
 * @param origin the package as the index has it
 * @param control the control files by name: control, md5sums, postinst, …
 * @param paths the paths it installs, as its list has them: absolute, directories included
 */
record UnpackedPackage(DebPackage origin, SortedMap<String, byte[]> control, List<String> paths) {
    UnpackedPackage {
        paths = List.copyOf(paths);
    }

    /** Returns the fields of its control file, in order. */
    Map<String, String> fields() throws IOException {
        byte[] text = control.get("control");
        Map<String, String> fields =
                text == null
                        ? null
                        : new StanzaReader(new ByteArrayInputStream(text), origin.toString(), null)
                                .next();
        if (fields == null) {
            throw new IOException("damaged package " + origin + ": it has no control file");
        }
        return fields;
    }

    /** Returns the lines of a control file without blanks around them; empty when it is missing. */
    List<String> lines(String name) {
        byte[] text = control.get(name);
        List<String> lines = new ArrayList<>();
        if (text != null) {
            for (String line : new String(text, StandardCharsets.ISO_8859_1).lines().toList()) {
                if (!line.isBlank()) {
                    lines.add(line.strip());
                }
            }
        }
        return lines;
    }
}
