package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Json;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.ImageSigner;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.cosign.Predicate;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.notary.ChainProof;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notation.Format;
import dev.cooper.trust.notation.NotationSigner;
import dev.cooper.trust.notation.SigningKey;
import dev.cooper.trust.notation.SigningKeys;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tag that was signed in a repository of Notary v1, and is to be signed anew. What is done is
 * found out by the signatures that hold, so that an interrupted migration goes on where it was.
 *
 * @param found all metadata, verified
 * @param tag the tag
 * @param home where its image is
 * @param image its manifest or index
 * @param keys what to sign with
 */
record MigratedTag(
        Collection found,
        Collection.Signed tag,
        Attachments home,
        Descriptor image,
        MigratedTag.Keys keys) {
    /** The artifact that holds the proof for notation, which has no statements. */
    private static final String PROOF = "application/vnd.cooper.notary-v1.proof.v1+json";

    /**
     * What to sign with.
     *
     * @param cosign the key for cosign's way, with its form
     * @param notation the key for notation's way
     */
    record Keys(Optional<Signer> cosign, Form form, Optional<SigningKey> notation) {
        static Keys of(Options options, Terminal terminal) throws IOException {
            Optional<Signer> cosign = Optional.empty();
            if (options.given("key")) {
                cosign = Optional.of(SealerWords.keyAlone(options, terminal));
            }
            Optional<SigningKey> notation = Optional.empty();
            if (options.given("notation-key")) {
                notation =
                        Optional.of(
                                SigningKeys.read(NotationOptions.home(terminal).directory())
                                        .open(options.value("notation-key")));
            }
            return new Keys(cosign, CosignWords.form(options), notation);
        }
    }

    /** What is noted in every signature. */
    private Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("tag", tag.name());
        notes.put("notary", found.gun());
        return notes;
    }

    /** What is to do, in words. */
    List<String> missing() throws IOException {
        return each(false);
    }

    /** Does what is to do, and says what. */
    List<String> sign() throws IOException {
        return each(true);
    }

    private List<String> each(boolean doing) throws IOException {
        List<String> said = new ArrayList<>();
        if (keys.cosign().isPresent()) {
            Signer key = keys.cosign().get();
            said.add("cosign " + word(cosign(key, doing), doing));
        }
        if (keys.notation().isPresent()) {
            said.add("notation " + word(notation(keys.notation().get(), doing), doing));
        }
        return said.isEmpty() ? List.of("signed by " + tag.role()) : said;
    }

    private static String word(boolean isNew, boolean doing) {
        if (!isNew) {
            return "was signed before";
        }
        return doing ? "signed" : "to be signed";
    }

    private boolean cosign(Signer key, boolean doing) throws IOException {
        Verifier verifier = new Verifier(key.publicKey(), key.algorithm());
        boolean proven =
                new ImageVerifier(home, verifier, Map.of())
                        .attestations(image, ChainProof.TYPE).stream()
                                .filter(one -> one.check().isPassed())
                                .flatMap(one -> one.statement().stream())
                                .anyMatch(this::isOfThis);
        boolean signed =
                new ImageVerifier(home, verifier, notes())
                        .verify(image).stream().anyMatch(one -> one.check().isPassed());
        if (doing) {
            ImageSigner signer = new ImageSigner(home, key, Instant.now());
            if (!proven) {
                Map<String, Object> proof = ChainProof.of(found, tag);
                signer.attest(image, new Predicate(ChainProof.TYPE, proof), keys.form());
            }
            if (!signed) {
                signer.sign(image, notes(), keys.form());
            }
        }
        return !proven || !signed;
    }

    private boolean isOfThis(Statement statement) {
        return statement.predicate() instanceof Map<?, ?> proof
                && found.gun().equals(proof.get("repository"))
                && tag.name().equals(proof.get("name"));
    }

    private boolean notation(SigningKey key, boolean doing) throws IOException {
        NotationSigner signer = new NotationSigner(home, key, Instant.now());
        if (signer.hasSigned(image, notes())) {
            return false;
        }
        if (doing) {
            byte[] proof = Json.write(ChainProof.of(found, tag));
            Descriptor attached = home.attach(image, PROOF, proof, Map.of());
            Map<String, String> notes = notes();
            notes.put("proof", attached.digest().toString());
            signer.sign(
                    image,
                    new NotationSigner.Wish(Format.JWS, Optional.empty(), notes, Optional.empty()));
        }
        return true;
    }
}
