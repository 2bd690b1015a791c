package dev.cooper.trust.keyless;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.root.SigningConfig;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Signs with a key that is made for it and certified by an authority for who has a token. The key
 * never leaves memory and is forgotten with the signer.
 */
public final class KeylessSigner {
    private static final long FULCIO = 1;
    private static final long REKOR = 1;
    private static final long STAMPS = 1;

    private final SigningConfig config;
    private final IdentityToken token;
    private final Instant now;
    private final Web web = new Web();
    private final KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
    private @Nullable X509 certificate;

    /**
     * Makes a signer; nobody is asked yet.
     *
     * @param config whom to ask
     * @param token who signs
     * @param now when it is
     */
    public KeylessSigner(SigningConfig config, IdentityToken token, Instant now) {
        this.config = config;
        this.token = token;
        this.now = now;
    }

    /**
     * Signs a statement.
     *
     * @return a bundle with all that proves who signed and when
     * @throws SyntaxException when the config names nobody to ask
     * @throws IOException when a service cannot be reached, or refuses
     */
    public Bundle bundle(String payloadType, byte[] payload) throws IOException {
        List<String> logs = logs();
        List<String> stamps = stamps();
        X509 own = certificate();
        Dsse envelope = Dsse.sign(payloadType, payload, key);
        byte[] signature = envelope.signatures().getFirst();
        List<LogEntry> entries = new ArrayList<>();
        for (String log : logs) {
            entries.add(new Rekor(web, log).enter(envelope, own.pem()));
        }
        return bundle(
                own, entries, stamped(stamps, signature), new Bundle.Content.Envelope(envelope));
    }

    /**
     * Signs the bytes of a file.
     *
     * @return a bundle with all that proves who signed and when
     * @throws SyntaxException when the config names nobody to ask
     * @throws IOException when a service cannot be reached, or refuses
     */
    public Bundle bundle(byte[] message) throws IOException {
        List<String> logs = logs();
        List<String> stamps = stamps();
        X509 own = certificate();
        byte[] signature = key.sign(message);
        String digest = Digest.sha256(message).hex();
        List<LogEntry> entries = new ArrayList<>();
        for (String log : logs) {
            entries.add(new Rekor(web, log).enter(digest, signature, own.pem()));
        }
        return bundle(
                own,
                entries,
                stamped(stamps, signature),
                new Bundle.Content.MessageSignature(
                        "SHA2_256", digest, HexFormat.of().formatHex(signature)));
    }

    private static Bundle bundle(
            X509 own, List<LogEntry> entries, List<byte[]> stamps, Bundle.Content content) {
        return new Bundle(
                Bundle.MEDIA_TYPE,
                new Bundle.Material.Certificates(List.of(own)),
                entries,
                stamps,
                content);
    }

    private List<byte[]> stamped(List<String> authorities, byte[] signature) throws IOException {
        List<byte[]> stamps = new ArrayList<>();
        for (String authority : authorities) {
            stamps.add(new StampClient(web, authority).stamp(signature));
        }
        return stamps;
    }

    /** One certificate for all that is signed, as long as it holds. */
    private X509 certificate() throws IOException {
        X509 own = certificate;
        if (own == null) {
            List<String> all = urls(SigningConfig.choose(config.authorities(), "ANY", FULCIO, now));
            if (all.isEmpty()) {
                throw new SyntaxException("the signing config names nobody who certifies keys");
            }
            own = new Fulcio(web, all.getFirst()).certify(key, token).getFirst();
            certificate = own;
        }
        return own;
    }

    private List<String> logs() {
        List<String> logs =
                urls(SigningConfig.choose(config.logs(), config.logChoice(), REKOR, now));
        if (logs.isEmpty()) {
            throw new SyntaxException(
                    "the signing config names no transparency log, so that nobody could verify");
        }
        return logs;
    }

    private List<String> stamps() {
        return urls(
                SigningConfig.choose(
                        config.timestampAuthorities(), config.timestampChoice(), STAMPS, now));
    }

    private static List<String> urls(List<SigningConfig.Service> services) {
        return services.stream().map(SigningConfig.Service::url).toList();
    }
}
