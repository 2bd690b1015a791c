package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What refers to a manifest, by the referrers API or, in older registries, by a tag. */
final class Referrers {
    private Referrers() {}

    static List<Descriptor> list(
            RegistryPlace place, Host host, Call call, Digest subject, Optional<String> type)
            throws IOException {
        List<Descriptor> found = new ArrayList<>();
        try {
            Pages.walk(
                    host,
                    call,
                    page -> {
                        List<Descriptor> some = ImageIndex.parse(page.document()).manifests();
                        found.addAll(some);
                        return some.size();
                    });
        } catch (RegistryException e) {
            if (e.status() != 404 && e.status() != 405) {
                throw e;
            }
            found.addAll(byTag(place, subject));
        }
        return type.isEmpty()
                ? found
                : found.stream().filter(one -> one.artifactType().equals(type)).toList();
    }

    private static List<Descriptor> byTag(RegistryPlace place, Digest subject) throws IOException {
        Reference name = place.name().withTag(ReferrersTag.name(subject));
        Optional<Descriptor> index = place.resolve(name);
        if (index.isEmpty() || !MediaTypes.isIndex(index.get().mediaType())) {
            return List.of();
        }
        try {
            return ImageIndex.parse(place.read(index.get())).manifests();
        } catch (SyntaxException e) {
            throw new IOException(
                    "reading the referrers in " + name.familiar() + ": " + e.getMessage(), e);
        }
    }

    /** The subject of a manifest, if it has one. */
    static Optional<Digest> subject(byte[] manifest) {
        try {
            return JsonObject.parse(manifest, "manifest")
                    .optionalObject("subject")
                    .map(Descriptor::fromJson)
                    .map(Descriptor::digest);
        } catch (SyntaxException e) {
            return Optional.empty(); // the registry judges manifests, not the client
        }
    }

    /** A manifest as the list of referrers shows it. */
    static Descriptor entry(Descriptor manifest, byte[] content) {
        JsonObject json = JsonObject.parse(content, "manifest");
        Optional<String> type =
                json.optionalString("artifactType")
                        .filter(text -> !text.isEmpty())
                        .or(() ->
                                json.optionalObject("config")
                                        .flatMap(config -> config.optionalString("mediaType")));
        return new Descriptor(
                manifest.mediaType(),
                manifest.digest(),
                manifest.size(),
                json.stringMap("annotations"),
                Optional.empty(),
                type);
    }
}
