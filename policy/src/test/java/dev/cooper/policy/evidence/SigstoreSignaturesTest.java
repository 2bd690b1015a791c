package dev.cooper.policy.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A published statement with certificate and log entry, asked for in the terms of policies. */
class SigstoreSignaturesTest {
    private static final Path CASES = Path.of("../trust/src/test/resources/bundle-verify");
    private static final String TYPE = "https://slsa.dev/provenance/v1";
    private static final String ISSUER = "https://token.actions.githubusercontent.com";
    private static final String SUBJECT = "^https://github\\.com/sigstore-conformance/";
    private static final Identity WANTED = new Identity(ISSUER, "", "", SUBJECT);
    private static final Descriptor IMAGE =
            Descriptor.of(
                    MediaTypes.OCI_MANIFEST,
                    Digest.parse(
                            "sha256:a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf"),
                    2);

    private final TrustedRoot root =
            TrustedRoot.parse(Files.readAllBytes(CASES.resolve("trusted_root.json")), "root");
    private final Attachments home =
            new OneBundle(
                    Files.readAllBytes(
                            CASES.resolve("happy-path-intoto-in-dsse-v3/bundle.sigstore.json")));

    SigstoreSignaturesTest() throws IOException {}

    private Check check(Optional<TrustedRoot> trusted, Attestor attestor) throws IOException {
        List<Stated> found =
                new SigstoreSignatures(trusted, false, Map.of(), InstantSource.system())
                        .attestations(home, IMAGE, attestor, TYPE);
        assertEquals(1, found.size());
        return found.getFirst().check();
    }

    private static Attestor keyless(Identity identity, String roots, Map<String, String> more) {
        return Attestor.of(new Attestor.Keyless(List.of(identity), roots, more));
    }

    private void refused(String why, Attestor attestor) throws IOException {
        Check check = check(Optional.of(root), attestor);
        assertEquals(Check.Outcome.FAILED, check.outcome());
        assertTrue(check.why().contains(why), check.why());
    }

    private void unknown(String why, Optional<TrustedRoot> trusted, Attestor attestor) {
        String said =
                assertThrows(SyntaxException.class, () -> check(trusted, attestor)).getMessage();
        assertTrue(String.valueOf(said).contains(why), said);
    }

    @Test
    void whoIsNamedByThePolicyHasSigned() throws IOException {
        Map<String, String> workflow = Map.of("githubWorkflowRef", "refs/heads/main");
        assertEquals("", check(Optional.of(root), keyless(WANTED, "", Map.of())).why());
        assertEquals("", check(Optional.of(root), keyless(WANTED, "", workflow)).why());
    }

    @Test
    void othersHaveNot() throws IOException {
        refused(
                "certificate-identity",
                keyless(new Identity(ISSUER, "", "red@example.com", ""), "", Map.of()));
        refused(
                "certificate-oidc-issuer",
                keyless(
                        new Identity("https://accounts.example.com", "", "", SUBJECT),
                        "",
                        Map.of()));
        refused(
                "certificate-extension",
                keyless(WANTED, "", Map.of("githubWorkflowRef", "refs/heads/other")));
    }

    @Test
    void theAuthoritiesAndLogsOfThePolicyCountInsteadOfTheUsers() throws IOException {
        String own = root.timestampAuthorities().isEmpty() ? "" : lastPem(root);
        refused("certificate-chain", keyless(WANTED, own, Map.of()));
        String key = Files.readString(CASES.resolve("managed-key-happy-path/key.pub"));
        Attestor.Logs otherLog = new Attestor.Logs(false, false, "", key, "", "");
        Attestor.Credential who = new Attestor.Keyless(List.of(WANTED), "", Map.of());
        refused("does not know the log", new Attestor(who, otherLog, Map.of(), ""));
        Attestor.Logs otherPromises = new Attestor.Logs(false, false, "", "", key, "");
        refused("certificate-log", new Attestor(who, otherPromises, Map.of(), ""));
    }

    private static String lastPem(TrustedRoot root) {
        return root.timestampAuthorities().getFirst().chain().getLast().pem();
    }

    @Test
    void withoutATrustedRootNobodyIsBelieved() {
        unknown("--trusted-root", Optional.empty(), keyless(WANTED, "", Map.of()));
    }

    @Test
    void whatIsNotComparedIsNotLeftOut() {
        unknown(
                "extension",
                Optional.of(root),
                keyless(WANTED, "", Map.of("githubWorkflowRef", "refs/*")));
        unknown("extension", Optional.of(root), keyless(WANTED, "", Map.of("colour", "red")));
        unknown(
                "keep one of them",
                Optional.of(root),
                keyless(new Identity(ISSUER, "", "red@example.com", ".*"), "", Map.of()));
        unknown(
                "name the signer's own certificate",
                Optional.of(root),
                Attestor.of(new Attestor.Certificate("", "x")));
    }

    @Test
    void aKeyIsNotTheSigner() throws IOException {
        String key = Files.readString(CASES.resolve("managed-key-happy-path/key.pub"));
        refused("signature", Attestor.of(new Attestor.Key(key, "")));
    }

    /** One bundle hangs on everything. */
    private static final class OneBundle implements Attachments {
        private final Map<Digest, byte[]> blobs = new HashMap<>();
        private final Descriptor manifest;

        OneBundle(byte[] bundle) {
            Descriptor config = put(MediaTypes.OCI_EMPTY, new byte[] {'{', '}'});
            Descriptor blob = put(Bundle.MEDIA_TYPE, bundle);
            manifest =
                    put(MediaTypes.OCI_MANIFEST, ImageManifest.of(config, List.of(blob)).toJson());
        }

        private Descriptor put(String type, byte[] blob) {
            blobs.put(Digest.sha256(blob), blob);
            return Descriptor.of(type, blob);
        }

        @Override
        public Reference name() {
            return Reference.parse("registry.example/shop");
        }

        @Override
        public Optional<Descriptor> resolve(Reference image) {
            return Optional.of(IMAGE);
        }

        @Override
        public byte[] read(Descriptor descriptor) throws IOException {
            byte[] blob = blobs.get(descriptor.digest());
            if (blob == null) {
                throw new IOException(descriptor.digest() + " is not here");
            }
            return blob;
        }

        @Override
        public List<Descriptor> referrers(Digest subject) {
            return List.of(manifest);
        }

        @Override
        public Optional<ImageManifest> tagged(Digest subject, String suffix) {
            return Optional.empty();
        }

        @Override
        public Descriptor attach(
                Descriptor subject,
                String artifactType,
                String type,
                byte[] blob,
                Map<String, String> annotations) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void append(
                Digest subject,
                String suffix,
                String type,
                byte[] blob,
                Map<String, String> annotations) {
            throw new UnsupportedOperationException();
        }
    }
}
