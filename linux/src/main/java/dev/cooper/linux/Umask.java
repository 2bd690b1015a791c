package dev.cooper.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The umask of this process, read once; nobody here changes it. */
final class Umask {
    static final int VALUE = read();

    private Umask() {}

    private static int read() {
        try {
            // umask(2) can only be read by changing it, which other threads would see.
            String status =
                    Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1);
            int at = status.indexOf("\nUmask:");
            if (at >= 0) {
                int end = status.indexOf('\n', at + 1);
                return Integer.parseInt(status.substring(at + 7, end).strip(), 8);
            }
        } catch (IOException e) {
            // Without /proc every mode is set a second time, which is always right.
            return 0777;
        }
        return 0777;
    }
}
