package dev.cooper.trust.notation;

import dev.cooper.oci.Descriptor;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image in a home in memory, signed and verified as a test wants it. */
final class Trial {
    final MemoryHome home = new MemoryHome();
    final Descriptor image = home.image("right");
    final TrustStore trusted;
    Revocation revocation = _ -> Check.passed(Revocation.NAME, "nobody revokes anything");
    Instant now = TestAuthority.NOW;
    Format format = Format.JWS;
    Optional<Duration> expiry = Optional.empty();
    Optional<TimestampService> stamps = Optional.empty();
    String scopes = "\"*\"";
    String level = "\"strict\"";
    String stores = "\"ca:test\"";
    String identities = "\"*\"";

    private final Path directory;

    Trial(Path directory) {
        this.directory = directory;
        this.trusted = new TrustStore(directory);
    }

    void trust(String type, TestAuthority authority) throws IOException {
        Path store =
                Files.createDirectories(
                        directory.resolve("truststore/x509").resolve(type).resolve("test"));
        Files.write(store.resolve("root.crt"), TestAuthority.pem(List.of(authority.certificate())));
    }

    void sign(TestAuthority signer) throws IOException {
        sign(signer, image);
    }

    void sign(TestAuthority signer, Descriptor what) throws IOException {
        new NotationSigner(home, signer.signingKey(), now)
                .sign(what, new NotationSigner.Wish(format, expiry, Map.of(), stamps));
    }

    /** Hangs an envelope on the image as it is. */
    void hang(byte[] envelope) {
        home.attach(image, Stored.TYPE, format.mediaType(), envelope, Map.of());
    }

    /** The envelope that hangs on the image. */
    byte[] envelope() throws IOException {
        return home.read(Stored.of(home, image).getFirst().blob());
    }

    List<NotationSignature> verify() throws IOException {
        String policy =
                "{\"version\":\"1.0\",\"trustPolicies\":[{\"name\":\"test\",\"registryScopes\":["
                        + scopes
                        + "],\"signatureVerification\":{\"level\":"
                        + level
                        + "},\"trustStores\":["
                        + stores
                        + "],\"trustedIdentities\":["
                        + identities
                        + "]}]}";
        TrustPolicy parsed =
                TrustPolicy.parse(policy.getBytes(StandardCharsets.UTF_8), "policy.json");
        return new NotationVerifier(home, parsed, trusted, revocation, now)
                .verify(image, Map.of(), 10);
    }

    /** Why the only signature does not hold; empty when it does. */
    String why() throws IOException {
        List<NotationSignature> all = verify();
        return all.size() == 1 ? all.getFirst().check().why() : all.size() + " signatures";
    }
}
