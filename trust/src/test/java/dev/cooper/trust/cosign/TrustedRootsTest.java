package dev.cooper.trust.cosign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.certificate.WantedIdentity.Match;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A published signature with certificate and log entry, in cosign's older form. */
class TrustedRootsTest {
    private static final Path CASES = Path.of("src/test/resources/bundle-verify");
    private static final String REPOSITORY =
            "sigstore-conformance/extremely-dangerous-public-oidc-beacon";
    private static final String NAME =
            "https://github.com/"
                    + REPOSITORY
                    + "/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
    private static final String ISSUER = "https://token.actions.githubusercontent.com";
    private final VerifyOptions strict = VerifyOptions.strict(Instant.now());
    private final byte[] message = Files.readAllBytes(CASES.resolve("a.txt"));
    private final Bundle bundle =
            Bundle.parse(Files.readAllBytes(CASES.resolve("happy-path-v0.1/bundle.sigstore.json")));
    private final byte[] signature =
            HexFormat.of()
                    .parseHex(((Bundle.Content.MessageSignature) bundle.content()).signature());
    private final SortedMap<String, String> annotations = annotations(bundle);

    TrustedRootsTest() throws IOException {}

    private static SortedMap<String, String> annotations(Bundle bundle) {
        LogEntry entry = bundle.logEntries().getFirst();
        String leaf = ((Bundle.Material.Certificates) bundle.material()).chain().getFirst().pem();
        return new TreeMap<>(
                Map.of(
                        "dev.sigstore.cosign/certificate",
                        leaf,
                        "dev.sigstore.cosign/bundle",
                        Json.writeString(
                                Map.of(
                                        "SignedEntryTimestamp",
                                        Base64.getEncoder()
                                                .encodeToString(entry.promise().orElseThrow()),
                                        "Payload",
                                        Map.of(
                                                "body",
                                                entry.body(),
                                                "integratedTime",
                                                entry.integratedTime(),
                                                "logIndex",
                                                entry.index(),
                                                "logID",
                                                entry.logId())))));
    }

    private Check check(VerifyOptions options, WantedIdentity... wanted) throws IOException {
        TrustedRoot root =
                TrustedRoot.parse(
                        Files.readAllBytes(CASES.resolve("trusted_root.json")),
                        "trusted_root.json");
        return new TrustedRoots(
                        new BundleVerifier(root, options),
                        List.of(new Wanted.Identities(List.of(wanted))))
                .layer(message, signature, annotations);
    }

    private void refused(String reason, Check check) {
        assertTrue(check.why().startsWith(reason), check.why());
    }

    private static WantedIdentity like(String name, String issuer) {
        return new WantedIdentity(Match.regexp(name), Match.regexp(issuer), new TreeMap<>());
    }

    @Test
    void thePublishedSignatureHoldsInTheOlderForm() throws IOException {
        assertEquals("", check(strict, WantedIdentity.of(NAME, ISSUER)).why());
        assertEquals("", check(strict, like("^https://github\\.com/sigstore-", "actions")).why());
    }

    @Test
    void oneOfSeveralIdentitiesIsEnough() throws IOException {
        WantedIdentity other = WantedIdentity.of("red@example.com", ISSUER);
        assertEquals("", check(strict, other, WantedIdentity.of(NAME, ISSUER)).why());
        refused("certificate-identity", check(strict, other, other));
    }

    @Test
    void othersAndLookAlikesAreRefused() throws IOException {
        refused("certificate-identity", check(strict, WantedIdentity.of(NAME + "x", ISSUER)));
        String alike = NAME.replace("sigstore", "s\u0456gstore");
        refused("certificate-identity", check(strict, WantedIdentity.of(alike, ISSUER)));
        refused("certificate-identity", check(strict, WantedIdentity.of("", ISSUER)));
        refused("certificate-identity", check(strict, like("^sigstore-conformance$", ".*")));
        refused(
                "certificate-oidc-issuer",
                check(strict, WantedIdentity.of(NAME, "https://accounts.example.com")));
    }

    @Test
    void whatTheCertificateSaysOfTheWorkflowCanBeAskedFor() throws IOException {
        SortedMap<Integer, String> claims = new TreeMap<>(Map.of(5, REPOSITORY));
        Match name = Match.exactly(NAME);
        Match issuer = Match.exactly(ISSUER);
        assertEquals("", check(strict, new WantedIdentity(name, issuer, claims)).why());
        claims.put(6, "refs/heads/other");
        refused("certificate-extension", check(strict, new WantedIdentity(name, issuer, claims)));
    }

    @Test
    void thePromiseOfAnotherEntryProvesNothing() throws IOException {
        annotations.computeIfPresent(
                "dev.sigstore.cosign/bundle",
                (_, text) ->
                        text.replace(
                                "\"integratedTime\":1689177396", "\"integratedTime\":1689177397"));
        refused("inclusion-promise", check(strict, WantedIdentity.of(NAME, ISSUER)));
    }

    @Test
    void withoutAnEntryNothingProvesTheTime() throws IOException {
        annotations.remove("dev.sigstore.cosign/bundle");
        WantedIdentity wanted = WantedIdentity.of(NAME, ISSUER);
        refused("transparency-log", check(strict, wanted));
        refused("certificate-validity", check(strict.withoutLog(), wanted));
        refused("signed-timestamp", check(strict.withTimestamp(), wanted));
    }

    @Test
    void withoutACertificateNobodyIsNamed() throws IOException {
        annotations.remove("dev.sigstore.cosign/certificate");
        refused("certificate", check(strict, WantedIdentity.of(NAME, ISSUER)));
    }
}
