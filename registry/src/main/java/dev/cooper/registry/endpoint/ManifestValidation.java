package dev.cooper.registry.endpoint;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.config.ValidationConfig;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.Manifests;

import java.io.IOException;
import java.util.Optional;

/** Refuses manifests that the configuration does not want, though nothing is wrong with them. */
final class ManifestValidation {
    private final ValidationConfig config;
    private final Manifests manifests;

    ManifestValidation(ValidationConfig config, Manifests manifests) {
        this.config = config;
        this.manifests = manifests;
    }

    /**
     * Looks at a manifest that is well-formed.
     *
     * @throws ApiException when it is not to be taken
     */
    void check(String repository, byte[] content) throws IOException {
        if (config.urls().isEmpty() && config.indexes().isEmpty()) {
            return;
        }
        try {
            JsonObject json = JsonObject.parse(content, "manifest");
            config.urls().ifPresent(urls -> checkUrls(urls, json));
            if (!config.indexes().isEmpty() && json.has("manifests")) {
                checkChildren(repository, json);
            }
        } catch (SyntaxException e) {
            throw new ApiException(ErrorCode.MANIFEST_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static void checkUrls(ValidationConfig.Urls urls, JsonObject json) {
        for (String member : new String[] {"layers", "blobs", "manifests"}) {
            if (!json.has(member)) {
                continue;
            }
            for (JsonObject descriptor : json.objects(member)) {
                for (String url : descriptor.strings("urls")) {
                    if (!urls.allow(url)) {
                        throw new ApiException(
                                ErrorCode.MANIFEST_INVALID,
                                "the address "
                                        + Names.excerpt(url)
                                        + " is not allowed in manifests here"
                                        + " (validation.manifests.urls); push the layer itself");
                    }
                }
            }
        }
    }

    private void checkChildren(String repository, JsonObject index) throws IOException {
        for (JsonObject child : index.objects("manifests")) {
            Optional<JsonObject> platform = child.optionalObject("platform");
            String os = platform.map(each -> each.string("os", "")).orElse("");
            String architecture = platform.map(each -> each.string("architecture", "")).orElse("");
            Digest digest = Digest.parse(child.string("digest"));
            if (config.indexes().wants(os, architecture)
                    && manifests.byDigest(repository, digest).isEmpty()) {
                throw new ApiException(
                        ErrorCode.MANIFEST_BLOB_UNKNOWN,
                        "the index refers to manifest "
                                + digest
                                + ", which this repository lacks and has to have"
                                + " (validation.manifests.indexes); push it first");
            }
        }
    }
}
