package dev.cooper.cli;

import dev.cooper.inventory.document.Tree;
import dev.cooper.inventory.document.YamlDocument;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A VEX repository that is configured.
 *
 * @param name names its directory
 * @param url where its manifest is found
 * @param authorization the header to send to its host; empty for none
 */
record VexRepositoryEntry(String name, URI url, boolean enabled, String authorization) {
    private static final String USUAL_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    /** The configuration: Cooper's, or Trivy's where that alone is there. */
    static Path file(Path cache, Map<String, String> environment) {
        Path own = cache.resolve("vex").resolve("repository.yaml");
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        String home = data.isEmpty() ? environment.getOrDefault("HOME", "") : data;
        if (Files.exists(own) || home.isEmpty()) {
            return own;
        }
        Path trivy = Path.of(home, ".trivy", "vex", "repository.yaml");
        return Files.exists(trivy) ? trivy : own;
    }

    /**
     * Reads a configuration; one that is not there names nothing.
     *
     * @throws SyntaxException when it cannot be understood
     */
    static List<VexRepositoryEntry> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<VexRepositoryEntry> entries = new ArrayList<>();
        try {
            for (Tree each :
                    YamlDocument.parse(Files.readAllBytes(file)).at("repositories").items()) {
                entries.add(of(each));
            }
        } catch (SyntaxException e) {
            throw new SyntaxException(file + ": " + e.getMessage(), e);
        }
        return entries;
    }

    private static VexRepositoryEntry of(Tree entry) {
        String name = entry.text("name");
        if (!name.matches(USUAL_NAME)) {
            throw new SyntaxException(
                    "the name of a repository has letters, digits, dots, - and _; this is \""
                            + name
                            + "\"");
        }
        return new VexRepositoryEntry(
                name,
                url(entry.text("url")),
                !entry.text("enabled").equals("false"),
                authorization(entry));
    }

    /** An address over http or https. */
    static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null
                    && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the message
        }
        throw new SyntaxException("\"" + text + "\" is no address of a VEX repository: https://…");
    }

    private static String authorization(Tree entry) {
        if (!entry.text("token").isEmpty()) {
            return "Bearer " + entry.text("token");
        }
        if (entry.text("username").isEmpty()) {
            return "";
        }
        String user = entry.text("username") + ":" + entry.text("password");
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Where its manifest is: on GitHub in the repository itself, else where the standard says. */
    String manifest() {
        String base = url.toString().replaceFirst("/+$", "");
        return "github.com".equals(url.getHost())
                ? base + "/raw/HEAD/vex-repository.json"
                : base + "/.well-known/vex-repository.json";
    }
}
