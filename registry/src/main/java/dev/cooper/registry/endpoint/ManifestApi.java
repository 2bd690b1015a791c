package dev.cooper.registry.endpoint;

import dev.cooper.oci.Digest;
import dev.cooper.registry.config.ManifestsConfig;
import dev.cooper.registry.gate.PullGate;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.operations.Notices;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.protocol.Route;
import dev.cooper.registry.storage.ManifestDocument;
import dev.cooper.registry.storage.Manifests;
import dev.cooper.registry.storage.Notice;
import dev.cooper.registry.storage.StoredManifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v2/NAME/manifests/REFERENCE}. */
public final class ManifestApi {
    private static final int MOST_TAGS = 100;

    private final Manifests manifests;
    private final Notices notices;
    private final Set<String> allowedTypes;
    private final ManifestValidation validation;
    private final boolean mayDelete;
    private final Optional<PullGate> gate;

    /**
     * @param config which manifests are taken
     * @param mayDelete whether manifests may be deleted by digest
     * @param gate which images are given out; all when empty
     */
    public ManifestApi(
            Manifests manifests,
            Notices notices,
            ManifestsConfig config,
            boolean mayDelete,
            Optional<PullGate> gate) {
        this.manifests = manifests;
        this.notices = notices;
        this.allowedTypes = config.types();
        this.validation = new ManifestValidation(config.validation(), manifests);
        this.mayDelete = mayDelete;
        this.gate = gate;
    }

    /** Answers a request about one manifest, by tag or digest. */
    public void handle(Exchange exchange, String repository, String reference) throws IOException {
        switch (exchange.method()) {
            case "GET", "HEAD" -> get(exchange, repository, reference);
            case "PUT" -> put(exchange, repository, reference);
            case "DELETE" -> delete(exchange, repository, reference);
            default -> throw ApiException.notAllowed("GET, HEAD, PUT, DELETE");
        }
    }

    private static Optional<String> tag(String reference) {
        return Names.isDigest(reference) ? Optional.empty() : Optional.of(reference);
    }

    private void get(Exchange exchange, String repository, String reference) throws IOException {
        Optional<StoredManifest> found;
        if (Names.isDigest(reference)) {
            found = manifests.byDigest(repository, Names.digest(reference));
        } else {
            found = manifests.byTag(repository, Names.tag(reference));
        }
        StoredManifest manifest = found.orElseThrow(() -> unknown(repository, reference));
        if (gate.isPresent()) {
            gate.get().pass(repository, reference, manifest, exchange.caller().name());
        }
        send(exchange, manifest, notices);
    }

    /** Answers with a manifest, or only that the client has it already. */
    public static void send(Exchange exchange, StoredManifest manifest, Notices notices)
            throws IOException {
        Digest digest = Digest.parse(manifest.digest());
        exchange.set("Docker-Content-Digest", manifest.digest()).set("ETag", BlobApi.etag(digest));
        if (BlobApi.isKnownToClient(exchange, digest)) {
            exchange.status(304).end();
            return;
        }
        if (exchange.route() instanceof Route.Manifest(String repository, String reference)) {
            notices.manifestPulled(exchange, repository, manifest, tag(reference));
        }
        exchange.status(200).set("Content-Type", manifest.mediaType()).end(manifest.content());
    }

    private void put(Exchange exchange, String repository, String reference) throws IOException {
        List<String> tags = new ArrayList<>();
        Optional<Digest> named = Optional.empty();
        if (Names.isDigest(reference)) {
            named = Optional.of(Names.digest(reference));
            for (String tag : exchange.queries("tag")) {
                tags.add(Names.tag(tag));
            }
            if (tags.size() > MOST_TAGS) {
                throw new ApiException(
                        ErrorCode.TAG_INVALID, 414, "at most " + MOST_TAGS + " tags at a time");
            }
        } else {
            tags.add(Names.tag(reference));
        }
        byte[] content = exchange.body().read(ManifestDocument.LIMIT, "the manifest");
        Digest digest = digest(named, content);
        ManifestDocument document =
                ManifestDocument.parse(exchange.header("Content-Type"), content, allowedTypes);
        validation.check(repository, content);
        Notice notice =
                notices.manifestPushed(
                        exchange, repository, document.mediaType(), digest, content, tags);
        manifests.put(
                repository, digest, document, content, tags, exchange.caller().name(), notice);
        gate.ifPresent(each -> each.changed(repository));
        exchange.status(201)
                .set("Location", "/v2/" + repository + "/manifests/" + digest)
                .set("Docker-Content-Digest", digest.toString());
        document.subject().ifPresent(subject -> exchange.set("OCI-Subject", subject.toString()));
        if (named.isPresent()) {
            tags.forEach(tag -> exchange.add("OCI-Tag", tag));
        }
        exchange.end();
    }

    private static Digest digest(Optional<Digest> named, byte[] content) {
        if (named.isEmpty()) {
            return Digest.sha256(content);
        }
        Digest.Algorithm algorithm = named.get().algorithm();
        Digest actual = Digest.of(algorithm, algorithm.newMessageDigest().digest(content));
        if (!actual.equals(named.get())) {
            throw new ApiException(
                    ErrorCode.DIGEST_INVALID,
                    "the manifest has digest " + actual + ", not " + named.get());
        }
        return actual;
    }

    private void delete(Exchange exchange, String repository, String reference) throws IOException {
        boolean found;
        if (Names.isDigest(reference)) {
            if (!mayDelete) {
                throw ApiException.deleteDisabled();
            }
            Digest digest = Names.digest(reference);
            found =
                    manifests.delete(
                            repository,
                            digest,
                            exchange.caller().name(),
                            notices.manifestDeleted(exchange, repository, digest));
        } else {
            String tag = Names.tag(reference);
            found =
                    manifests.untag(
                            repository,
                            tag,
                            exchange.caller().name(),
                            notices.tagDeleted(exchange, repository, tag));
        }
        if (!found) {
            throw unknown(repository, reference);
        }
        gate.ifPresent(each -> each.changed(repository));
        exchange.status(202).end();
    }

    private static ApiException unknown(String repository, String reference) {
        return new ApiException(
                ErrorCode.MANIFEST_UNKNOWN,
                "repository "
                        + repository
                        + " has no "
                        + (Names.isDigest(reference) ? "manifest " : "tag ")
                        + Names.excerpt(reference));
    }
}
