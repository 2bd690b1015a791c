package dev.cooper.cli;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes archives of images as docker saves them, from the texts of their files. */
final class LayeredArchive {
    private LayeredArchive() {}

    /**
     * Writes one.
     *
     * @param layers from the bottom up: contents by paths
     */
    @SafeVarargs
    static Path write(Path archive, String name, Map<String, String>... layers) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<String> diffIds = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Map<String, String> layer : layers) {
            Map<String, byte[]> contents = new LinkedHashMap<>();
            layer.forEach(
                    (path, text) -> contents.put(path, text.getBytes(StandardCharsets.UTF_8)));
            byte[] tar = tar(contents);
            String file = names.size() + ".tar";
            files.put(file, tar);
            names.add(file);
            diffIds.add(Digest.sha256(tar).toString());
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architecture", "amd64");
        config.put("os", "linux");
        config.put("config", Map.of());
        config.put("rootfs", Map.of("type", "layers", "diff_ids", diffIds));
        files.put("config.json", Json.write(config));
        files.put(
                "manifest.json",
                Json.write(
                        List.of(
                                Map.of(
                                        "Config",
                                        "config.json",
                                        "RepoTags",
                                        List.of(name),
                                        "Layers",
                                        names))));
        return Files.write(archive, tar(files));
    }

    private static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                tar.write(
                        TarEntry.file(file.getKey(), file.getValue().length),
                        new ByteArrayInputStream(file.getValue()));
            }
        }
        return bytes.toByteArray();
    }
}
