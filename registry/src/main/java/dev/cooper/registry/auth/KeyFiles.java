package dev.cooper.registry.auth;

import com.nimbusds.jose.JWSHeader;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of an issuer in files, which are read again when they change. */
final class KeyFiles implements TokenKeys {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");

    private record Known(FileStamp stamp, TrustedKeys keys) {}

    private final Optional<Path> bundle;
    private final Optional<Path> jwks;
    private final List<Path> files;
    private volatile Known known;

    /**
     * Reads the files.
     *
     * @param bundle certificates in PEM
     * @param jwks a set of JSON web keys
     */
    KeyFiles(Optional<Path> bundle, Optional<Path> jwks) throws IOException {
        this.bundle = bundle;
        this.jwks = jwks;
        this.files = Stream.concat(bundle.stream(), jwks.stream()).toList();
        this.known = new Known(FileStamp.of(files), TrustedKeys.read(bundle, jwks));
    }

    @Override
    public Optional<PublicKey> find(JWSHeader header) {
        try {
            FileStamp now = FileStamp.of(files);
            if (!now.equals(known.stamp)) {
                known = new Known(now, TrustedKeys.read(bundle, jwks));
            }
        } catch (IOException | SyntaxException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the issuer's keys known so far stay: " + e.getMessage());
        }
        return known.keys.find(header);
    }
}
