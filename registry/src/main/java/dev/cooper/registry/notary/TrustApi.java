package dev.cooper.registry.notary;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.trust.notary.RefusedUpdateException;
import dev.cooper.trust.notary.Roles;
import dev.cooper.trust.notary.SignedDocument;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Trust data by its addresses, as notary's server has them. */
public final class TrustApi {
    private static final String JSON = ".json";
    private static final String KEY = ".key";
    private static final int HEX = 64;
    private static final int LONGEST_VERSION = 18;

    private final TrustData data;
    private final boolean mayDelete;

    /**
     * Serves data.
     *
     * @param mayDelete whether all of a repository may be deleted
     */
    public TrustApi(TrustData data, boolean mayDelete) {
        this.data = data;
        this.mayDelete = mayDelete;
    }

    /**
     * Answers a request of somebody who may send it.
     *
     * @param file what comes after {@code /_trust/tuf/}, "" for the repository
     */
    public void handle(Exchange exchange, String repository, String file) throws IOException {
        if (file.isEmpty()) {
            repository(exchange, repository);
        } else if (file.endsWith(KEY)) {
            key(exchange, repository, file.substring(0, file.length() - KEY.length()));
        } else if (file.endsWith(JSON)) {
            wantMethod(exchange, "GET, HEAD");
            get(exchange, repository, file.substring(0, file.length() - JSON.length()));
        } else {
            throw unknown(repository, file);
        }
    }

    private static void wantMethod(Exchange exchange, String methods) {
        if (!(", " + methods + ",").contains(", " + exchange.method() + ",")) {
            throw ApiException.notAllowed(methods);
        }
    }

    private void repository(Exchange exchange, String repository) throws IOException {
        wantMethod(exchange, "POST, DELETE");
        if (exchange.method().equals("DELETE")) {
            if (!mayDelete) {
                throw ApiException.deleteDisabled();
            }
            data.delete(repository);
        } else {
            String type = exchange.header("Content-Type").orElse("");
            byte[] body = exchange.body().read(SignedDocument.MOST_BYTES, "an update");
            publish(repository, TrustUpload.parse(type, body));
        }
        exchange.status(200).end();
    }

    private void publish(String repository, Map<String, byte[]> files) throws IOException {
        try {
            data.update(repository, files);
        } catch (RefusedUpdateException e) {
            throw new ApiException(
                            e.isOld() ? ErrorCode.VERSION : ErrorCode.INVALID_UPDATE, e.text())
                    .detail(Map.of("Name", e.part(), "Error", Map.of("Msg", e.text())));
        }
    }

    private void key(Exchange exchange, String repository, String role) throws IOException {
        if (!role.equals(Roles.TIMESTAMP) && !role.equals(Roles.SNAPSHOT)) {
            throw new ApiException(
                    ErrorCode.INVALID_ROLE,
                    "the server has keys of timestamp and snapshot only, not of \""
                            + Names.excerpt(role)
                            + "\"");
        }
        wantMethod(exchange, "GET, HEAD, POST");
        byte[] key =
                Json.write(
                        (exchange.method().equals("POST")
                                        ? data.rotate(repository, role)
                                        : data.key(repository, role))
                                .toMap());
        exchange.status(200)
                .set("Content-Type", "application/json")
                .set("Cache-Control", "no-store")
                .end(key);
    }

    private void get(Exchange exchange, String repository, String name) throws IOException {
        int first = name.indexOf('.');
        int last = name.lastIndexOf('.');
        Optional<byte[]> found;
        boolean forever = true;
        if (last > 0 && isHash(name.substring(last + 1))) {
            found = data.hashed(repository, name.substring(0, last), name.substring(last + 1));
        } else if (first > 0 && isVersion(name.substring(0, first))) {
            found =
                    data.versioned(
                            repository,
                            name.substring(first + 1),
                            Long.parseLong(name.substring(0, first)));
        } else {
            forever = false;
            found = data.newest(repository, name);
        }
        byte[] file = found.orElseThrow(() -> unknown(repository, name));
        exchange.status(200)
                .set("Content-Type", "application/json")
                .set("Cache-Control", forever ? "private, max-age=2592000" : "no-cache")
                .set("ETag", "\"" + Digest.sha256(file).hex() + "\"")
                .end(file);
    }

    private static boolean isHash(String text) {
        return text.length() == HEX
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static boolean isVersion(String text) {
        return text.length() <= LONGEST_VERSION && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static ApiException unknown(String repository, String name) {
        return new ApiException(
                ErrorCode.METADATA_NOT_FOUND,
                "there is no \"" + Names.excerpt(name) + "\" of " + repository);
    }
}
