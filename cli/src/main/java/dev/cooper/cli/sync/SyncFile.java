package dev.cooper.cli.sync;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Access;
import dev.cooper.transfer.Login;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the file that {@code skopeo sync --src yaml} reads. */
public final class SyncFile {
    private static final Set<String> KEYS =
            Set.of(
                    "images",
                    "images-by-tag-regex",
                    "images-by-semver",
                    "credentials",
                    "tls-verify",
                    "cert-dir");

    private SyncFile() {}

    /**
     * Reads a file.
     *
     * @param yaml its text
     * @param name its name, for messages
     * @throws SyntaxException when it is not what it should be
     */
    public static List<SyncSource> parse(String yaml, String name) {
        Object loaded;
        try {
            // without types, as a tag 1.10 is not the number 1.1
            LoadSettings settings =
                    LoadSettings.builder()
                            .setLabel(name)
                            .setSchema(new FailsafeSchema())
                            .setTagConstructors(Map.of(Tag.NULL, nothing -> ""))
                            .build();
            loaded = new Load(settings).loadFromString(yaml);
        } catch (YamlEngineException | IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " ");
            throw new SyntaxException(name + ": " + problem, e);
        }
        List<SyncSource> sources = new ArrayList<>();
        JsonObject file = JsonObject.of(loaded, name);
        for (String registry : file.names()) {
            sources.add(source(registry, file.object(registry)));
        }
        return sources;
    }

    private static SyncSource source(String registry, JsonObject json) {
        for (String key : json.names()) {
            if (!KEYS.contains(key)) {
                throw new SyntaxException(
                        json.where() + ": unknown key \"" + key + "\"; there are " + keys());
            }
        }
        List<SyncSource.Wish> wishes = new ArrayList<>();
        json.optionalObject("images")
                .ifPresent(images -> {
                    for (String repository : images.names()) {
                        List<String> versions = versions(images, repository);
                        wishes.add(
                                new SyncSource.Wish(
                                        repository,
                                        versions,
                                        versions.isEmpty()
                                                ? SyncSource.Selection.ALL
                                                : SyncSource.Selection.NONE));
                    }
                });
        json.optionalObject("images-by-tag-regex")
                .ifPresent(images -> {
                    for (String repository : images.names()) {
                        Pattern pattern = pattern(images, repository);
                        wishes.add(
                                new SyncSource.Wish(
                                        repository, List.of(), tag -> pattern.matcher(tag).find()));
                    }
                });
        json.optionalObject("images-by-semver")
                .ifPresent(images -> {
                    for (String repository : images.names()) {
                        SemverRange range = range(images, repository);
                        wishes.add(new SyncSource.Wish(repository, List.of(), range::fits));
                    }
                });
        return new SyncSource(registry, access(json), wishes);
    }

    private static List<String> versions(JsonObject images, String repository) {
        // "busybox:" without anything is the same as an empty list
        return "".equals(images.get(repository)) ? List.of() : images.strings(repository);
    }

    private static Pattern pattern(JsonObject images, String repository) {
        try {
            return Pattern.compile(images.string(repository));
        } catch (PatternSyntaxException e) {
            throw new SyntaxException(
                    images.where()
                            + ": "
                            + repository
                            + ": no regular expression: "
                            + e.getDescription(),
                    e);
        }
    }

    private static SemverRange range(JsonObject images, String repository) {
        try {
            return SemverRange.parse(images.string(repository));
        } catch (SyntaxException e) {
            throw new SyntaxException(
                    images.where() + ": " + repository + ": " + e.getMessage(), e);
        }
    }

    private static Access access(JsonObject json) {
        String verify = json.string("tls-verify", "true");
        if (!verify.equals("true") && !verify.equals("false")) {
            throw new SyntaxException(
                    json.where() + ": tls-verify: want true or false, found \"" + verify + "\"");
        }
        Optional<Login> login =
                json.optionalObject("credentials")
                        .map(known -> Login.of(known.string("username"), known.string("password")));
        Optional<Path> certificates =
                json.optionalString("cert-dir").filter(text -> !text.isEmpty()).map(Path::of);
        return new Access(verify.equals("false"), certificates, login);
    }

    private static String keys() {
        return String.join(", ", KEYS.stream().sorted().toList());
    }
}
