package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The config of an image: what it runs on, how it is started, of which layers it consists and how
 * they came to be. Docker's additions to the OCI specification are kept.
 *
 * @param created when the image was made
 * @param author who made it, empty when not known
 * @param platform what it runs on
 * @param config how a container is started
 * @param diffIds the digests of the uncompressed layers, the lowest first
 * @param history how the image was made, the oldest first
 */
public record ImageConfig(
        Optional<Instant> created,
        String author,
        Platform platform,
        ContainerConfig config,
        List<Digest> diffIds,
        List<History> history) {
    /** Copies the lists. */
    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    /** Makes the config of an image without layers. */
    public static ImageConfig empty(Platform platform) {
        return new ImageConfig(
                Optional.empty(), "", platform, ContainerConfig.EMPTY, List.of(), List.of());
    }

    /** Returns this config with another time. */
    public ImageConfig withCreated(Optional<Instant> newCreated) {
        return new ImageConfig(newCreated, author, platform, config, diffIds, history);
    }

    /** Returns this config with another author. */
    public ImageConfig withAuthor(String newAuthor) {
        return new ImageConfig(created, newAuthor, platform, config, diffIds, history);
    }

    /** Returns this config with another way to start a container. */
    public ImageConfig withConfig(ContainerConfig newConfig) {
        return new ImageConfig(created, author, platform, newConfig, diffIds, history);
    }

    /** Returns this config with other layers and the history that made them. */
    public ImageConfig withLayers(List<Digest> newDiffIds, List<History> newHistory) {
        return new ImageConfig(created, author, platform, config, newDiffIds, newHistory);
    }

    /**
     * Reads a config.
     *
     * @throws SyntaxException when the text is no image config
     */
    public static ImageConfig parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes, "config");
        return new ImageConfig(
                json.optionalString("created").filter(text -> !text.isEmpty()).map(Rfc3339::parse),
                json.string("author", ""),
                Platform.fromJson(json),
                json.optionalObject("config")
                        .map(ContainerConfig::fromJson)
                        .orElse(ContainerConfig.EMPTY),
                json.optionalObject("rootfs").map(ImageConfig::readDiffIds).orElse(List.of()),
                json.objects("history").stream().map(History::fromJson).toList());
    }

    private static List<Digest> readDiffIds(JsonObject rootfs) {
        String type = rootfs.string("type", "layers");
        if (!type.equals("layers")) {
            throw new SyntaxException(
                    "config: rootfs type is \"" + Json.excerpt(type) + "\", only layers is known");
        }
        return rootfs.strings("diff_ids").stream().map(Digest::parse).toList();
    }

    /** Writes the config; the same config always makes the same bytes. */
    public byte[] toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        created.ifPresent(time -> json.put("created", Rfc3339.format(time)));
        if (!author.isEmpty()) {
            json.put("author", author);
        }
        json.putAll(platform.toMap());
        json.put("config", config.toMap());
        List<@Nullable Object> ids = new ArrayList<>();
        for (Digest diffId : diffIds) {
            ids.add(diffId.toString());
        }
        Map<String, @Nullable Object> rootfs = new LinkedHashMap<>();
        rootfs.put("type", "layers");
        rootfs.put("diff_ids", ids);
        json.put("rootfs", rootfs);
        if (!history.isEmpty()) {
            List<@Nullable Object> list = new ArrayList<>();
            for (History entry : history) {
                list.add(entry.toMap());
            }
            json.put("history", list);
        }
        return Json.write(json);
    }
}
