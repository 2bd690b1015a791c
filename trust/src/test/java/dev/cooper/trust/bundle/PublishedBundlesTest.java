package dev.cooper.trust.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The published cases of bundles, each with the reason for which a bad one is refused. */
class PublishedBundlesTest {
    private static final Path CASES = Path.of("src/test/resources/bundle-verify");
    private static final String IDENTITY =
            "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/"
                    + ".github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
    private static final String ISSUER = "https://token.actions.githubusercontent.com";

    /** What the README of each case that must fail says, in our words. */
    private static final String REASONS =
            """
            bundle-empty-certificate-chain form: bundle: verificationMaterial: the certificate chain is empty
            bundle-from-wrong-instance transparency-log: the trusted root does not know the log
            bundle-invalid-base64-signature form: bundle: messageSignature.signature is no base64
            bundle-malformed-json form: bundle: invalid JSON
            bundle-negative-log-index form: bundle: verificationMaterial: tlogEntries[0]: logIndex is negative
            bundle-unknown-version form: bundle: unknown media type
            bundle-with-root-cert form: bundle: verificationMaterial: the certificate chain holds a root
            checkpoint-bad-keyhint checkpoint: the log did not sign the checkpoint
            checkpoint-wrong-roothash checkpoint: the checkpoint is of another tree than the proof
            dsse-invalid-sig signature: it is not of the key
            dsse-mismatch-envelope log-entry-body: it is about something else
            dsse-mismatch-sig log-entry-body: it is about another signature
            inclusion-proof-corrupted-hash inclusion-proof: the proof does not lead
            incorrect-public-key log-entry-body: it is about another certificate
            integrated-time-in-future certificate-validity: the signature is of 2026-05-07T15:34:11Z
            intoto-expired-certificate certificate-validity: the signature is of 2023-02-01T00:00:00Z
            intoto-log-entry-mismatch log-entry-body: it is about
            intoto-missing-inclusion-proof inclusion-proof: nothing proves that the entry is in the log
            intoto-set-outside-signing-cert-validity certificate-validity: the signature is of 2023-02-02T00:00:00Z
            intoto-tsa-timestamp-outside-cert-validity certificate-validity: the signature is of 2023-02-02T00:00:00Z
            invalid-checkpoint-signature checkpoint: the signature of the checkpoint does not hold
            invalid-ct-key certificate-log: no log of certificates that the trusted root knows
            invalid-inclusion-proof inclusion-proof: the proof does not lead
            managed-key-no-key certificate: it is signed with a key
            managed-key-wrong-key signature: it is not of the key
            message-digest-mismatch digest: it is about something else
            rekor2-checkpoint-missing-log-signature form: checkpoint: 0 signatures
            rekor2-checkpoint-missing-origin form: checkpoint: want lines of origin
            rekor2-checkpoint-missing-root-hash form: checkpoint: want lines of origin
            rekor2-checkpoint-missing-size form: checkpoint: want lines of origin
            rekor2-checkpoint-no-matching-signature checkpoint: the log did not sign the checkpoint
            rekor2-dsse-invalid-sig signature: it is not of the key
            rekor2-dsse-mismatch-envelope log-entry-body: it is about something else
            rekor2-dsse-mismatch-sig log-entry-body: it is about another signature
            rekor2-no-inclusion-proof inclusion-proof: nothing proves that the entry is in the log
            rekor2-no-timestamp signing-time: nothing proves when it was signed
            rekor2-timestamp-outside-trust-root-tsa-validity signed-timestamp: its authority is trusted only from
            rekor2-timestamp-outside-tsa-cert-validity signed-timestamp: the authority's certificates did not hold
            rekor2-timestamp-payload-mismatch signed-timestamp: the time stamp is over something else
            rekor2-timestamp-untrusted-tsa-with-embedded-cert signed-timestamp: no authority of the trusted root
            rekor2-timestamp-untrusted-tsa-without-embedded-cert signed-timestamp: no authority of the trusted root
            rekor2-timestamp-with-incorrect-time certificate-validity: the signature is of
            set-invalid-signature inclusion-promise: the signed entry timestamp is not of the log
            signature-mismatch signature: it is not of the key
            trust-root-tlog-missing-validity-start trusted-root: trusted_root.json: tlogs[1]: publicKey: validFor: start is missing
            wrong-hashedrekord-artifact log-entry-body: it is about something else
            wrong-hashedrekord-cert-and-sig log-entry-body: it is about another signature
            wrong-hashedrekord-entry log-entry-body: it is about something else
            wrong-material digest: it is about something else
            """;

    static List<String> cases() throws IOException {
        try (Stream<Path> all = Files.list(CASES)) {
            return all.filter(Files::isDirectory)
                    .map(one -> one.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static Path file(String name, String file) {
        Path own = CASES.resolve(name).resolve(file);
        return Files.exists(own) ? own : CASES.resolve(file.equals("artifact") ? "a.txt" : file);
    }

    private static String text(String name, String file, String fallback) throws IOException {
        Path own = CASES.resolve(name).resolve(file);
        return Files.exists(own) ? Files.readString(own).strip() : fallback;
    }

    private static Check verify(String name, boolean digestOnly) throws IOException {
        Path key = CASES.resolve(name).resolve("key.pub");
        Wanted wanted =
                Files.exists(key)
                        ? new Wanted.Key(
                                Verifier.of(
                                        PublicKeys.parse(Files.readAllBytes(key), "key.pub")
                                                .getFirst()))
                        : new Wanted.Identities(
                                List.of(
                                        WantedIdentity.of(
                                                text(name, "identity", IDENTITY),
                                                text(name, "issuer", ISSUER))));
        Artifact whole = Artifact.of(Files.readAllBytes(file(name, "artifact")));
        Artifact artifact = digestOnly ? Artifact.of(whole.digest()) : whole;
        byte[] bundle = Files.readAllBytes(file(name, "bundle.sigstore.json"));
        try {
            TrustedRoot root =
                    TrustedRoot.parse(
                            Files.readAllBytes(file(name, "trusted_root.json")),
                            "trusted_root.json");
            return new BundleVerifier(root, VerifyOptions.strict(Instant.now()))
                    .verify(bundle, artifact, wanted);
        } catch (SyntaxException e) {
            return Check.failed("trusted-root", String.valueOf(e.getMessage()));
        }
    }

    private static String reason(String name) {
        return REASONS.lines()
                .filter(line -> line.startsWith(name.replace("_fail", "") + " "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void allOfThemAreHere() throws IOException {
        assertEquals(70, cases().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isDecidedAsPublished(String name) throws IOException {
        for (boolean digestOnly : new boolean[] {false, true}) {
            Check check = verify(name, digestOnly);
            assertEquals(!name.endsWith("_fail"), check.isPassed(), name + ": " + check.why());
            if (!check.isPassed()) {
                assertTrue(check.why().startsWith(reason(name)), check.why());
            }
        }
    }
}
