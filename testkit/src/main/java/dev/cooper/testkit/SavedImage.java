package dev.cooper.testkit;

import dev.cooper.oci.Json;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * An image as an archive or a layout holds it: its config and the file system that its layers add
 * up to. Read without Cooper's own archive code.
 *
 * @param config the JSON of the config, as plain maps and lists
 * @param tree all layers applied
 * @param layers how many layers there are
 */
public record SavedImage(Map<?, ?> config, FileTree tree, int layers) {

    /** Reads the first image of what {@code docker save} or Cooper's {@code save} wrote. */
    public static SavedImage ofArchive(Path archive) throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create("saved")) {
            Processes.run(
                            Peers.require("tar").toString(),
                            "-xf",
                            archive.toString(),
                            "-C",
                            scratch.path().toString())
                    .ok();
            Path manifest = scratch.resolve("manifest.json");
            if (Files.exists(manifest)) {
                Map<?, ?> image = map(list(Json.parse(Files.readAllBytes(manifest))).getFirst());
                List<Path> layers = new ArrayList<>();
                list(image.get("Layers")).forEach(l -> layers.add(scratch.resolve(text(l))));
                return read(scratch.resolve(text(image.get("Config"))), layers);
            }
            Map<?, ?> index = json(scratch.resolve("index.json"));
            return ofManifest(
                    scratch.path(), text(map(list(index.get("manifests")).getFirst()), "digest"));
        }
    }

    /**
     * Reads an image of an OCI layout.
     *
     * @param name the {@code org.opencontainers.image.ref.name} of the image
     */
    public static SavedImage ofLayout(Path layout, String name) throws IOException {
        Map<?, ?> index = json(layout.resolve("index.json"));
        for (Object entry : list(index.get("manifests"))) {
            Object annotations = map(entry).get("annotations");
            if (annotations != null
                    && name.equals(map(annotations).get("org.opencontainers.image.ref.name"))) {
                return ofManifest(layout, text(map(entry), "digest"));
            }
        }
        throw new IOException(layout + ": no image named " + name);
    }

    private static SavedImage ofManifest(Path layout, String digest) throws IOException {
        Map<?, ?> manifest = json(blob(layout, digest));
        if (manifest.get("manifests") != null) {
            return ofManifest(
                    layout, text(map(list(manifest.get("manifests")).getFirst()), "digest"));
        }
        List<Path> layers = new ArrayList<>();
        for (Object layer : list(manifest.get("layers"))) {
            layers.add(blob(layout, text(map(layer), "digest")));
        }
        return read(blob(layout, text(map(manifest.get("config")), "digest")), layers);
    }

    private static SavedImage read(Path config, List<Path> layers) throws IOException {
        FileTree tree = new FileTree();
        for (Path layer : layers) {
            try (InputStream in = decompressed(layer)) {
                tree.apply(in);
            }
        }
        return new SavedImage(json(config), tree, layers.size());
    }

    private static InputStream decompressed(Path layer) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(layer), 1 << 16);
        in.mark(4);
        byte[] head = in.readNBytes(4);
        in.reset();
        if (head.length == 4 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
            return new GZIPInputStream(in, 1 << 16);
        }
        if (head.length == 4 && head[0] == 0x28 && head[1] == (byte) 0xb5) {
            in.close();
            return new ProcessBuilder(Peers.require("zstd").toString(), "-dc", layer.toString())
                    .start()
                    .getInputStream();
        }
        return in;
    }

    /**
     * The config's fields for comparison: name to JSON text with sorted keys; fields that are
     * absent, null or empty are left out.
     */
    public SortedMap<String, String> fields() {
        SortedMap<String, String> fields = new TreeMap<>();
        for (String name : List.of("architecture", "os", "variant", "author")) {
            note(fields, name, config.get(name));
        }
        Object inner = config.get("config");
        if (inner != null) {
            map(inner).forEach((name, value) -> note(fields, "config." + name, value));
        }
        return fields;
    }

    /** The value of one variable in the image's environment, or null. */
    public @Nullable String env(String variable) {
        Object env = map(config.get("config")).get("Env");
        if (env == null) {
            return null;
        }
        return list(env).stream()
                .map(SavedImage::text)
                .filter(e -> e.startsWith(variable + "="))
                .map(e -> e.substring(variable.length() + 1))
                .findFirst()
                .orElse(null);
    }

    /** Names every difference of two configs in one line: {@code config.Env: left, right}. */
    public static List<String> differences(SavedImage left, SavedImage right) {
        SortedMap<String, String> lefts = left.fields();
        SortedMap<String, String> rights = right.fields();
        TreeSet<String> names = new TreeSet<>(lefts.keySet());
        names.addAll(rights.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String l = lefts.getOrDefault(name, "absent");
            String r = rights.getOrDefault(name, "absent");
            if (!l.equals(r)) {
                differences.add(name + ": " + l + ", " + r);
            }
        }
        return differences;
    }

    private static void note(Map<String, String> fields, Object name, @Nullable Object value) {
        boolean empty =
                value == null
                        || value.equals("")
                        || value.equals(false)
                        || value.equals(0L)
                        || value.equals(List.of())
                        || value.equals(Map.of());
        if (!empty) {
            fields.put(name.toString(), Json.writeString(sorted(value)));
        }
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put(String.valueOf(k), sorted(v)));
            return sorted;
        }
        return value;
    }

    private static Path blob(Path layout, String digest) {
        return layout.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    private static Map<?, ?> json(Path file) throws IOException {
        return map(Json.parse(Files.readAllBytes(file)));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("no JSON object: " + value);
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("no JSON array: " + value);
    }

    private static String text(Map<?, ?> object, String name) {
        return text(object.get(name));
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("no JSON string: " + value);
    }
}
