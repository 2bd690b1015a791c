package dev.cooper.cli;

import dev.cooper.cli.template.Struct;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Reference;
import dev.cooper.oci.Rfc3339;
import dev.cooper.store.StoredImage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** An image in the layout of docker's {@code inspect}. */
final class Inspection {
    private Inspection() {}

    static Struct of(StoredImage image) {
        ImageConfig config = image.config();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("Id", image.id().toString());
        all.put("RepoTags", tags(image));
        all.put("RepoDigests", digests(image));
        all.put("Parent", "");
        all.put("Comment", comment(config));
        all.put("Created", config.created().map(Rfc3339::format).orElse(""));
        all.put("DockerVersion", "");
        all.put("Author", config.author());
        all.put("Config", container(config.config()));
        all.put("Architecture", config.platform().architecture());
        config.platform().variant().ifPresent(variant -> all.put("Variant", variant));
        all.put("Os", config.platform().os());
        config.platform().osVersion().ifPresent(version -> all.put("OsVersion", version));
        all.put("Size", image.size());
        all.put("GraphDriver", struct("GraphDriver", "Data", null, "Name", "overlay"));
        all.put("RootFS", struct("RootFS", "Type", "layers", "Layers", layers(config)));
        // when a name was given is not recorded; docker prints this for an image it did not tag
        all.put("Metadata", struct("Metadata", "LastTagTime", "0001-01-01T00:00:00Z"));
        all.put(
                "Descriptor",
                struct(
                        "Descriptor",
                        "mediaType",
                        image.descriptor().mediaType(),
                        "digest",
                        image.descriptor().digest().toString(),
                        "size",
                        image.descriptor().size()));
        return new Struct("image.InspectResponse", all);
    }

    private static Struct struct(String type, @Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return new Struct(type, fields);
    }

    private static List<String> tags(StoredImage image) {
        List<String> tags = new ArrayList<>();
        for (Reference name : image.names()) {
            if (name.tag().isPresent()) {
                tags.add(name.familiar());
            }
        }
        return tags;
    }

    private static List<String> digests(StoredImage image) {
        TreeSet<String> digests = new TreeSet<>();
        for (Reference name : image.names()) {
            digests.add(name.familiarName() + "@" + image.descriptor().digest());
        }
        return List.copyOf(digests);
    }

    private static String comment(ImageConfig config) {
        List<History> history = config.history();
        return history.isEmpty() ? "" : history.getLast().comment();
    }

    private static List<String> layers(ImageConfig config) {
        List<String> layers = new ArrayList<>();
        for (Digest diffId : config.diffIds()) {
            layers.add(diffId.toString());
        }
        return layers;
    }

    /** Keys that scripts ask every image for are there even when they have no value. */
    private static Struct container(ContainerConfig config) {
        Map<String, @Nullable Object> known = config.toMap();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("User", config.user());
        copy(known, fields, "ExposedPorts");
        for (String key : List.of("Env", "Entrypoint", "Cmd", "Volumes")) {
            fields.put(key, known.get(key));
        }
        fields.put("WorkingDir", config.workingDir());
        fields.put("Labels", known.get("Labels"));
        copy(known, fields, "StopSignal");
        fields.put("OnBuild", known.get("OnBuild"));
        copy(known, fields, "Shell");
        copy(known, fields, "Healthcheck");
        copy(known, fields, "ArgsEscaped");
        return new Struct("*v1.DockerOCIImageConfig", fields);
    }

    private static void copy(
            Map<String, @Nullable Object> from, Map<String, @Nullable Object> to, String key) {
        if (from.containsKey(key)) {
            to.put(key, from.get(key));
        }
    }
}
