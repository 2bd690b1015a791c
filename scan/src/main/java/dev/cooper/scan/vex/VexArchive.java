package dev.cooper.scan.vex;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.SyntaxException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The archive that a VEX repository is passed on as. Only its JSON documents are taken, so nothing
 * in it can point elsewhere.
 */
public final class VexArchive {
    private static final int MOST_FILES = 500_000;
    private static final long LARGEST = 4L << 30;
    private static final TarLimits LIMITS =
            TarLimits.DEFAULT.withMaxEntries(MOST_FILES).withMaxTotalSize(LARGEST);

    private final String within;
    private final Path target;
    private long left = LARGEST;

    private VexArchive(String within, Path target) {
        this.within = within;
        this.target = target;
    }

    /**
     * Unpacks an archive: a tar, compressed or not, or a zip.
     *
     * @param within the directory in the archive that is wanted; empty for all of it
     * @param target an empty directory
     * @throws SyntaxException when there is no index in it, or it is larger than any repository
     */
    public static void unpack(Path archive, String within, Path target) throws IOException {
        String directory = TarEntry.clean(within);
        VexArchive unpacking =
                new VexArchive(directory.isEmpty() ? "" : directory + "/", target.normalize());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            in.mark(2);
            boolean isZip = in.read() == 'P' && in.read() == 'K';
            in.reset();
            if (isZip) {
                unpacking.zip(in);
            } else {
                unpacking.tar(in);
            }
        }
        if (!Files.isRegularFile(target.resolve("index.json"))) {
            throw new SyntaxException(
                    "there is no index.json in the archive of the VEX repository"
                            + (within.isEmpty() ? "" : ", in its directory " + within));
        }
    }

    private void tar(InputStream in) throws IOException {
        try (TarReader tar = new TarReader(Compression.decompressAny(in), LIMITS)) {
            TarEntry entry;
            while ((entry = tar.next()) != null) {
                if (entry.type() == TarEntry.Type.FILE && !entry.climbsOut()) {
                    write(entry.cleanPath(), tar.content());
                }
            }
        }
    }

    private void zip(InputStream in) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(in)) {
            ZipEntry entry;
            for (int files = 0; (entry = zip.getNextEntry()) != null; files++) {
                if (files == MOST_FILES) {
                    throw new SyntaxException(
                            "the archive of the VEX repository has more than %d files"
                                    .formatted(MOST_FILES));
                }
                if (!entry.isDirectory() && !TarEntry.climbsOut(entry.getName())) {
                    write(TarEntry.clean(entry.getName()), zip);
                }
            }
        }
    }

    private void write(String path, InputStream content) throws IOException {
        Optional<Path> file = file(path);
        if (file.isEmpty()) {
            return;
        }
        Files.createDirectories(file.get().resolveSibling(""));
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file.get())) {
            for (int n; (n = content.read(buffer)) >= 0; left -= n) {
                if (n > left) {
                    throw new SyntaxException(
                            "the archive of the VEX repository has more than %d bytes"
                                    .formatted(LARGEST));
                }
                out.write(buffer, 0, n);
            }
        }
    }

    /** Where a file of the archive goes; empty when it is not wanted. */
    private Optional<Path> file(String path) {
        if (!path.startsWith(within) || !path.endsWith(".json")) {
            return Optional.empty();
        }
        Path file = target.resolve(path.substring(within.length())).normalize();
        return file.startsWith(target) ? Optional.of(file) : Optional.empty();
    }
}
