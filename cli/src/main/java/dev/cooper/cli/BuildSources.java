package dev.cooper.cli;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarReader;
import dev.cooper.build.BuildRequest;
import dev.cooper.build.copy.CopyOperation;
import dev.cooper.build.copy.CopyOptions;
import dev.cooper.build.copy.Sources;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.linux.Directory;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The Dockerfile, its ignore file and the context directory of a build.
 *
 * @param context the directory; empty when only a Dockerfile was given
 * @param dockerfileName how messages call the Dockerfile
 * @param dockerfile its bytes
 * @param ignoreFile the ignore file that counts
 * @param temporary a directory to delete when the build is over
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record BuildSources(
        Optional<Path> context,
        String dockerfileName,
        byte[] dockerfile,
        Optional<BuildRequest.IgnoreSource> ignoreFile,
        Optional<Path> temporary)
        implements AutoCloseable {
    private static final int MAX_BYTES = 16 << 20;

    static BuildSources of(String operand, Optional<String> file, Terminal terminal)
            throws IOException {
        boolean fileIsInput = file.filter("-"::equals).isPresent();
        if (operand.equals("-")) {
            if (fileIsInput) {
                throw new UsageException(
                        "context and Dockerfile cannot both come from standard input");
            }
            return ofInput(file, terminal);
        }
        Path context = Path.of(operand);
        refuseOthers(operand, context);
        if (fileIsInput) {
            return new BuildSources(
                    Optional.of(context),
                    "-",
                    input(terminal),
                    ignore(context, Optional.empty()),
                    Optional.empty());
        }
        return inDirectory(context, file.map(Path::of), Optional.empty());
    }

    private static BuildSources inDirectory(
            Path context, Optional<Path> file, Optional<Path> temporary) throws IOException {
        Path dockerfile = file.orElseGet(() -> inContext(context));
        byte[] content = read(dockerfile, file.isPresent(), context);
        return new BuildSources(
                Optional.of(context),
                dockerfile.getFileName().toString(),
                content,
                ignore(context, Optional.of(dockerfile)),
                temporary);
    }

    /** Standard input is a Dockerfile, or a tar of a context, compressed or not. */
    private static BuildSources ofInput(Optional<String> file, Terminal terminal)
            throws IOException {
        PushbackInputStream in = new PushbackInputStream(terminal.input(), 512);
        byte[] head = in.readNBytes(512);
        in.unread(head);
        if (Compression.detect(head) == Compression.NONE && !TarReader.startsTar(head)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException("standard input: too large for a Dockerfile, and no tar");
            }
            return new BuildSources(
                    Optional.empty(), "-", content, Optional.empty(), Optional.empty());
        }
        Path temporary = Files.createTempDirectory("cooper-context");
        Path context = temporary.resolve("context");
        try {
            Files.copy(in, temporary.resolve("context.tar"));
            Files.createDirectory(context);
            try (Directory from = Directory.open(temporary.toString());
                    Directory to = Directory.open(context.toString())) {
                CopyOptions options = CopyOptions.PLAIN.withUnpack(true).withIgnoreOwnership(true);
                new CopyOperation(to, to, "/", options)
                        .run(Sources.ofRoot(from).select(List.of("context.tar"), false, List.of()));
            }
            return inDirectory(context, file.map(context::resolve), Optional.of(temporary));
        } catch (IOException | RuntimeException e) {
            delete(temporary);
            throw e;
        }
    }

    private static void delete(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        try (Directory holder = Directory.open(String.valueOf(parent))) {
            holder.removeTree(String.valueOf(directory.getFileName()));
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary.isPresent()) {
            delete(temporary.get());
        }
    }

    private static void refuseOthers(String operand, Path context) throws IOException {
        if (operand.contains("://") || operand.startsWith("git@")) {
            throw new UsageException(
                    "context "
                            + operand
                            + ": URLs are not supported yet; fetch it and give the directory");
        }
        if (!Files.exists(context)) {
            throw new IOException("build context " + operand + " is not there; give a directory");
        }
        if (!Files.isDirectory(context)) {
            throw new IOException(
                    "build context " + operand + " is not a directory; give the directory");
        }
    }

    private static Path inContext(Path context) {
        Path usual = context.resolve("Dockerfile");
        Path lower = context.resolve("dockerfile");
        return !Files.exists(usual) && Files.exists(lower) ? lower : usual;
    }

    private static byte[] read(Path dockerfile, boolean given, Path context) throws IOException {
        try {
            if (Files.size(dockerfile) > MAX_BYTES) {
                throw new IOException(dockerfile + ": too large for a Dockerfile");
            }
            return Files.readAllBytes(dockerfile);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    given
                            ? "Dockerfile " + dockerfile + " is not there"
                            : "no Dockerfile in " + context + "; name one with -f",
                    e);
        }
    }

    private static Optional<BuildRequest.IgnoreSource> ignore(
            Path context, Optional<Path> dockerfile) throws IOException {
        if (dockerfile.isPresent()) {
            Path own =
                    dockerfile
                            .get()
                            .resolveSibling(dockerfile.get().getFileName() + ".dockerignore");
            Optional<BuildRequest.IgnoreSource> found = ignoreFile(own);
            if (found.isPresent()) {
                return found;
            }
        }
        return ignoreFile(context.resolve(".dockerignore"));
    }

    private static Optional<BuildRequest.IgnoreSource> ignoreFile(Path file) throws IOException {
        try {
            return Optional.of(
                    new BuildRequest.IgnoreSource(
                            file.getFileName().toString(), Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static byte[] input(Terminal terminal) throws IOException {
        byte[] content = terminal.input().readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
            throw new IOException("standard input: too large for a Dockerfile");
        }
        return content;
    }
}
