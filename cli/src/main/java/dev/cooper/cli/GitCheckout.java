package dev.cooper.cli;

import dev.cooper.cli.scan.ScanSettings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A git repository of elsewhere, fetched into a directory of its own by the git program. */
record GitCheckout(Path directory, Map<String, String> source) implements AutoCloseable {

    /** Whether an operand names a repository of elsewhere. */
    static boolean isAddress(String operand) {
        return operand.contains("://") || operand.startsWith("git@");
    }

    static GitCheckout fetch(String address, ScanSettings settings)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("cooper-repo-");
        GitCheckout checkout = new GitCheckout(directory, new LinkedHashMap<>());
        boolean fetched = false;
        try {
            checkout.clone(address, settings);
            checkout.describe(address, settings);
            fetched = true;
            return checkout;
        } finally {
            if (!fetched) {
                checkout.close();
            }
        }
    }

    private void clone(String address, ScanSettings settings)
            throws IOException, InterruptedException {
        Optional<String> commit = settings.value("commit");
        Optional<String> branch = settings.value("branch").or(() -> settings.value("tag"));
        List<String> words = new ArrayList<>(List.of("clone", "--quiet"));
        if (commit.isEmpty()) {
            words.addAll(List.of("--depth", "1"));
        }
        branch.ifPresent(name -> words.add("--branch=" + name));
        words.addAll(List.of("--", address, directory.toString()));
        git(words);
        if (commit.isPresent()) {
            git(List.of("-C", directory.toString(), "checkout", "--quiet", commit.get(), "--"));
        }
    }

    private void describe(String address, ScanSettings settings)
            throws IOException, InterruptedException {
        source.put("RepoURL", address);
        settings.value("branch").ifPresent(name -> source.put("Branch", name));
        String text =
                git(
                        List.of(
                                "-C",
                                directory.toString(),
                                "log",
                                "-1",
                                "--format=%H%n%s%n%an <%ae>%n%cn <%ce>"));
        List<String> names = List.of("Commit", "CommitMsg", "Author", "Committer");
        List<String> lines = text.lines().toList();
        for (int i = 0; i < Math.min(names.size(), lines.size()); i++) {
            source.put(names.get(i), lines.get(i));
        }
    }

    private static String git(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        // No program that the address could name, no question to the user.
        builder.environment().put("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.redirectErrorStream(true);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException(
                    "fetching a repository needs the program git, which is not installed; clone it"
                            + " elsewhere and scan the directory",
                    e);
        }
        try {
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                String reason = said.strip().lines().reduce("", (_, last) -> last);
                throw new IOException("git " + words.getFirst() + ": " + reason);
            }
            return said;
        } finally {
            process.destroy();
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
