package dev.cooper.policy.kyverno;

import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import dev.cooper.policy.evidence.Facts;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What registries say of an image, in the shape that policies of Kyverno ask for. */
final class ImageData {
    private ImageData() {}

    /**
     * Returns it by name.
     *
     * @param image as the policy calls it
     * @throws IOException when it cannot be read
     */
    static Map<String, @Nullable Object> of(Facts facts, String image) throws IOException {
        Reference name = facts.name();
        String digest = facts.image().digest().toString();
        Object config = Json.parse(facts.config().toJson());
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("image", image);
        data.put("resolvedImage", name.name() + "@" + digest);
        data.put("registry", name.registry());
        data.put("repository", name.repository());
        data.put("tag", name.tag().orElse(""));
        data.put("identifier", name.digest().isPresent() ? digest : name.tag().orElse(digest));
        data.put("digest", digest);
        data.put("manifest", Json.parse(facts.manifest().toJson()));
        data.put("config", config);
        data.put("configData", config);
        return data;
    }
}
