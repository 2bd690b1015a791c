package dev.cooper.cli;

import static dev.cooper.cli.KeylessShop.LOOK_ALIKE;
import static dev.cooper.cli.KeylessShop.RED;

import dev.cooper.cli.TestIssuer.Times;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.log.Checkpoint;
import dev.cooper.trust.log.LogEntry;
import dev.cooper.trust.log.SignedNote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is made of good bundles to make an image look signed. */
final class SigstoreAttacks {
    private static final String ENTRY = "verificationMaterial.tlogEntries.0";
    private static final String PROOF = ENTRY + ".inclusionProof";
    private static final String PROMISE = ENTRY + ".inclusionPromise.signedEntryTimestamp";
    private static final String STAMP =
            "verificationMaterial.timestampVerificationData.rfc3161Timestamps.0.signedTimestamp";

    private final KeylessShop shop;
    private final byte[] statement;
    private final byte[] otherStatement;
    private final byte[] second;
    private final byte[] good;

    /** Signs both statements; all attacks are on the image of the first. */
    SigstoreAttacks(KeylessShop shop, byte[] statement, byte[] otherStatement) throws IOException {
        this.shop = shop;
        this.statement = statement;
        this.otherStatement = otherStatement;
        this.second = shop.signed(RED, Dsse.IN_TOTO, otherStatement);
        this.good = shop.signed(RED, Dsse.IN_TOTO, statement);
    }

    /** The bundle that holds. */
    byte[] good() {
        return good.clone();
    }

    /** An attack: what it is called, why it is refused, and what hangs on the image then. */
    record Attack(String name, String reason, Forgery forgery) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What is made of a good bundle. */
    interface Forgery {
        byte[] forged() throws IOException;
    }

    /** A change of a good bundle. */
    interface Change {
        void change(JsonTree bundle) throws IOException;
    }

    private Attack changed(String name, String reason, Change change) {
        return new Attack(
                name,
                reason,
                () -> {
                    JsonTree bundle = new JsonTree(good);
                    change.change(bundle);
                    return bundle.bytes();
                });
    }

    Stream<Attack> attacks() {
        return Stream.of(envelopes(), certificates(), entries(), proofs()).flatMap(List::stream);
    }

    private List<Attack> envelopes() {
        String signatures = "dsseEnvelope.signatures";
        return List.of(
                new Attack(
                        "a signature for another digest",
                        "digest: FAILED: it is about something else than sha256:",
                        () -> second),
                changed(
                        "a stripped signature",
                        "1 to 10 signatures, this one 0",
                        bundle -> bundle.put(signatures, List.of())),
                changed(
                        "one good signature among two",
                        "its envelope must have one signature",
                        bundle -> {
                            Object own = bundle.get(signatures + ".0");
                            bundle.put(signatures, List.of(own, own));
                        }),
                changed(
                        "another payload under the signature",
                        "signature: FAILED: it is not of the key over this",
                        bundle ->
                                bundle.put(
                                        "dsseEnvelope.payload",
                                        Base64.getEncoder().encodeToString(otherStatement))),
                changed(
                        "another payload type under the signature",
                        "signature: FAILED: it is not of the key over this",
                        bundle -> bundle.put("dsseEnvelope.payloadType", "text/plain")),
                new Attack(
                        "a signed text of another payload type",
                        "payload-type: FAILED: it is a text/plain, want " + Dsse.IN_TOTO,
                        () -> shop.signed(RED, "text/plain", statement)),
                new Attack(
                        "two payload types",
                        "key \"payloadType\" stands twice",
                        () -> twice(good, "payloadType", "text/plain")),
                new Attack(
                        "two media types of the bundle",
                        "key \"mediaType\" stands twice",
                        () -> twice(good, "mediaType", "application/json")),
                new Attack(
                        "two subjects in a signed statement",
                        "key \"predicateType\" stands twice",
                        () ->
                                shop.signed(
                                        RED, Dsse.IN_TOTO, twice(statement, "predicateType", "a"))),
                new Attack(
                        "a signed statement that signs nothing",
                        "predicate-type: FAILED: it states https://slsa.dev/provenance/v1",
                        () -> {
                            JsonTree other = new JsonTree(statement);
                            other.put("predicateType", "https://slsa.dev/provenance/v1");
                            return shop.signed(RED, Dsse.IN_TOTO, other.bytes());
                        }),
                changed(
                        "a signature of a file beside the envelope",
                        "want either an envelope or the signature of a file, found both",
                        bundle -> bundle.put("messageSignature", Map.of("signature", "AA=="))));
    }

    private List<Attack> certificates() {
        Instant now = Instant.now();
        Duration hour = Duration.ofHours(1);
        Times past = new Times(now.minus(hour).minus(hour), now.minus(hour));
        Times future = new Times(now.plus(hour), now.plus(hour).plus(hour));
        return List.of(
                crafted(
                        "an expired certificate",
                        "certificate-validity: FAILED: the signature is of ",
                        past),
                crafted(
                        "a certificate of the future",
                        "certificate-validity: FAILED: the signature is of ",
                        future),
                crafted(
                        "a certificate in no log",
                        "certificate-log: FAILED: the certificate has no promise of a log",
                        new Times(now, now.plus(hour))),
                new Attack(
                        "a certificate of an authority of the same name",
                        "certificate-chain: FAILED: no authority of the trusted root issued it",
                        () -> {
                            KeyPair own = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
                            return certified(
                                    TestIssuer.root(
                                            own, "O=cooper,CN=certificates", Times.around(now)),
                                    Times.around(now));
                        }),
                changed(
                        "the certificate of somebody else",
                        "signature: FAILED: it is not of the key over this",
                        bundle ->
                                bundle.put(
                                        "verificationMaterial.certificate.rawBytes",
                                        new JsonTree(second)
                                                .text(
                                                        "verificationMaterial.certificate"
                                                                + ".rawBytes"))),
                new Attack(
                        "a look-alike identity",
                        "certificate-identity: FAILED: the certificate is of "
                                + LOOK_ALIKE
                                + ", want "
                                + RED,
                        () -> shop.signed(LOOK_ALIKE, Dsse.IN_TOTO, statement)));
    }

    private Attack crafted(String name, String reason, Times times) {
        return new Attack(name, reason, () -> certified(shop.stolenAuthority(), times));
    }

    private byte[] certified(TestIssuer issuer, Times times) throws IOException {
        return shop.certifiedBy(
                key -> issuer.issue(key, "", times, TestIssuer.sigstore(RED, shop.server.url())),
                statement);
    }

    private List<Attack> entries() {
        return List.of(
                changed(
                        "no entry of a log",
                        "transparency-log: FAILED: the signature comes with no entry",
                        bundle -> bundle.remove("verificationMaterial.tlogEntries")),
                changed(
                        "an entry about another signature",
                        "log-entry-body: FAILED: it is about something else",
                        bundle -> bundle.put(ENTRY, new JsonTree(second).get(ENTRY))),
                changed(
                        "an entry of an unknown log",
                        "transparency-log: FAILED: the trusted root does not know the log 00",
                        bundle ->
                                bundle.put(
                                        ENTRY + ".logId.keyId",
                                        Base64.getEncoder().encodeToString(new byte[32]))),
                changed(
                        "a promise for another entry",
                        "inclusion-promise: FAILED: the signed entry timestamp is not of the log",
                        bundle -> bundle.put(PROMISE, new JsonTree(second).text(PROMISE))),
                changed(
                        "a promise of another key",
                        "inclusion-promise: FAILED: the signed entry timestamp is not of the log",
                        bundle ->
                                bundle.put(
                                        PROMISE,
                                        promised(
                                                bundle,
                                                KeyPair.generate(KeyAlgorithm.ECDSA_P256)))),
                changed(
                        "another time under the promise",
                        "inclusion-promise: FAILED: the signed entry timestamp is not of the log",
                        bundle -> bundle.put(ENTRY + ".integratedTime", "1700000000")),
                changed(
                        "a time before the log was trusted",
                        "inclusion-promise: FAILED: the log took it at 2023-11-14T22:13:20Z",
                        bundle -> {
                            bundle.put(ENTRY + ".integratedTime", "1700000000");
                            bundle.put(PROMISE, promised(bundle, shop.stolen("rekor")));
                        }),
                changed(
                        "a time stamp over something else",
                        "signed-timestamp: FAILED: the time stamp is over something else",
                        bundle -> bundle.put(STAMP, new JsonTree(second).text(STAMP))));
    }

    /** What the log, or whoever has that key, promises of an entry. */
    private static String promised(JsonTree bundle, KeyPair key) {
        HexFormat hex = HexFormat.of();
        LogEntry entry =
                new LogEntry(
                        Long.parseLong(bundle.text(ENTRY + ".logIndex")),
                        hex.formatHex(
                                Base64.getDecoder().decode(bundle.text(ENTRY + ".logId.keyId"))),
                        "",
                        "",
                        Long.parseLong(bundle.text(ENTRY + ".integratedTime")),
                        Optional.empty(),
                        Optional.empty(),
                        bundle.text(ENTRY + ".canonicalizedBody"));
        return Base64.getEncoder().encodeToString(key.sign(entry.promised()));
    }

    private List<Attack> proofs() {
        String hash = Base64.getEncoder().encodeToString(new byte[32]);
        return List.of(
                changed(
                        "a tampered inclusion proof",
                        "inclusion-proof: FAILED: the proof does not lead from the entry",
                        bundle -> bundle.put(PROOF + ".hashes.0", hash)),
                changed(
                        "another root of the tree",
                        "inclusion-proof: FAILED: the proof does not lead from the entry",
                        bundle -> bundle.put(PROOF + ".rootHash", hash)),
                changed(
                        "no inclusion proof",
                        "inclusion-proof: FAILED: nothing proves that the entry is in the log",
                        bundle -> bundle.remove(PROOF)),
                changed(
                        "a checkpoint of another tree",
                        "checkpoint: FAILED: the checkpoint is of another tree",
                        bundle ->
                                bundle.put(
                                        PROOF + ".checkpoint.envelope",
                                        new JsonTree(second).text(PROOF + ".checkpoint.envelope"))),
                changed(
                        "a wrong key of the log",
                        "checkpoint: FAILED: the log did not sign the checkpoint",
                        bundle -> {
                            String way = PROOF + ".checkpoint.envelope";
                            String text = SignedNote.parse(bundle.text(way)).text();
                            bundle.put(
                                    way,
                                    SignedNote.sign(
                                                    text,
                                                    Checkpoint.parse(text).signer(),
                                                    KeyPair.generate(KeyAlgorithm.ECDSA_P256))
                                            .note());
                        }));
    }

    /** Puts a member into a document that stands in it already, before it. */
    private static byte[] twice(byte[] json, String name, String value) {
        String text = new String(json, StandardCharsets.UTF_8);
        String member = "\"" + name + "\":";
        String doubled = text.replace(member, member + "\"" + value + "\"," + member);
        if (doubled.equals(text)) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return doubled.getBytes(StandardCharsets.UTF_8);
    }
}
