package dev.cooper.base;

import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether programs of another architecture can run here. */
final class ForeignArchitecture {
    private static final Path HANDLERS = Path.of("/proc/sys/fs/binfmt_misc");

    private ForeignArchitecture() {}

    /**
     * Refuses a platform whose programs this machine cannot run.
     *
     * @throws SyntaxException that names the ways out
     */
    static void requireRunnable(Platform platform) throws IOException {
        Platform host = Platform.host();
        boolean own =
                host.architecture().equals(platform.architecture())
                        || (host.architecture().equals("amd64")
                                && platform.architecture().equals("386"));
        if (own || hasHandler(emulator(platform))) {
            return;
        }
        throw new SyntaxException(
                "variant minbase runs the packages' own programs, and this machine ("
                        + host.architecture()
                        + ") cannot run those of "
                        + platform.architecture()
                        + ": use --variant distroless, or register qemu-user for it (binfmt_misc)");
    }

    private static String emulator(Platform platform) {
        return switch (platform.architecture()) {
            case "amd64" -> "qemu-x86_64";
            case "arm64" -> "qemu-aarch64";
            case "386" -> "qemu-i386";
            case "mips64le" -> "qemu-mips64el";
            case "loong64" -> "qemu-loongarch64";
            default -> "qemu-" + platform.architecture();
        };
    }

    private static boolean hasHandler(String name) throws IOException {
        if (!Files.isDirectory(HANDLERS)) {
            return false;
        }
        try (DirectoryStream<Path> handlers = Files.newDirectoryStream(HANDLERS, name + "*")) {
            for (Path handler : handlers) {
                if (Files.readString(handler).startsWith("enabled")) {
                    return true;
                }
            }
        }
        return false;
    }
}
