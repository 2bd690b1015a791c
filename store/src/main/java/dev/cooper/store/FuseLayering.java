package dev.cooper.store;

import dev.cooper.archive.Whiteouts;
import dev.cooper.linux.Directory;
import dev.cooper.linux.DirectoryEntry;
import dev.cooper.linux.FileType;
import dev.cooper.linux.OverlayMount;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program {@code fuse-overlayfs}: one process per mount, which ends with the mount. */
final class FuseLayering implements Layering {
    static final String PROGRAM = "fuse-overlayfs";

    private final String program;
    private final OverlayMarks marks;

    private FuseLayering(String program, OverlayMarks marks) {
        this.program = program;
        this.marks = marks;
    }

    /** Finds the program in the PATH; null when it is not installed. */
    static @Nullable FuseLayering find(OverlayMarks marks) {
        String path = System.getenv("PATH");
        for (String place : (path == null ? "/usr/bin:/bin" : path).split(":")) {
            Path file = Path.of(place.isEmpty() ? "." : place, PROGRAM);
            if (Files.isExecutable(file)) {
                return new FuseLayering(file.toString(), marks);
            }
        }
        return null;
    }

    @Override
    public void mount(OverlayMount overlay) throws IOException {
        StringBuilder options = new StringBuilder("lowerdir=");
        options.append(String.join(":", overlay.lowers()));
        if (overlay.upper() != null && overlay.work() != null) {
            options.append(",upperdir=").append(overlay.upper());
            options.append(",workdir=").append(overlay.work());
        }
        // It opens the directories before it moves to the background: relative names are enough.
        List<String> command = List.of(program, "-o", options.toString(), overlay.target());
        File log = Files.createTempFile(PROGRAM, ".log").toFile();
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(new File(overlay.base()))
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .redirectOutput(log)
                            .redirectErrorStream(true)
                            .start();
            int exit = waitFor(process);
            if (exit != 0) {
                String said = Files.readString(log.toPath(), StandardCharsets.UTF_8).strip();
                throw new IOException(
                        "mounting an overlay at "
                                + overlay.target()
                                + ": fuse-overlayfs ended with exit code "
                                + exit
                                + (said.isEmpty() ? "" : " and said: " + said));
            }
        } finally {
            Files.deleteIfExists(log.toPath());
        }
    }

    private static int waitFor(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("mounting an overlay: interrupted");
        }
    }

    @Override
    public boolean canBind() {
        return false; // an ordinary user may have the right for FUSE mounts alone
    }

    @Override
    public void finish(Work work) throws IOException {
        try (Directory upper = work.openUpper()) {
            normalize(upper, ".", upper);
        }
    }

    /** The program writes marks in several forms, by what it may do. */
    private void normalize(Directory parent, String name, Directory directory) throws IOException {
        boolean opaque = OverlayMarks.isOpaqueInAnyForm(parent, name);
        List<String> inner = new ArrayList<>();
        for (DirectoryEntry entry : directory.entries()) {
            String child = entry.name();
            if (entry.type() == FileType.DIRECTORY) {
                inner.add(child);
            } else if (child.equals(Whiteouts.OPAQUE)) {
                directory.unlink(child);
                opaque = true;
            } else if (Whiteouts.isWhiteout(child)) {
                directory.unlink(child);
                String hidden = Whiteouts.hidden(child);
                if (directory.statOrNull(hidden) == null) {
                    marks.whiteOut(directory, hidden);
                }
            }
        }
        if (opaque && !name.equals(".")) {
            marks.setOpaque(parent, name);
        }
        for (String child : inner) {
            try (Directory next = directory.openDirectory(child)) {
                normalize(directory, child, next);
            }
        }
    }
}
