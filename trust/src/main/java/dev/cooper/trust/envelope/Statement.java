package dev.cooper.trust.envelope;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What somebody states about things that he names by digest; in-toto's statement.
 *
 * @param type of the statement itself: {@link #V1} or {@link #V0_1}
 * @param subjects what it is about, at least one
 * @param predicateType what kind of thing is stated
 * @param predicate what is stated, as {@link Json#parse(byte[])} returns it
 */
public record Statement(
        String type, List<Subject> subjects, String predicateType, @Nullable Object predicate) {
    /** Of in-toto 1. */
    public static final String V1 = "https://in-toto.io/Statement/v1";

    /** Of in-toto before 1. */
    public static final String V0_1 = "https://in-toto.io/Statement/v0.1";

    /** What cosign states of an image when it signs it. */
    public static final String COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1";

    /** Copies the subjects. */
    public Statement {
        subjects = List.copyOf(subjects);
    }

    /**
     * What a statement is about.
     *
     * @param name may be empty
     * @param digests hexadecimal, by algorithm
     * @param annotations what the signer noted of it
     */
    public record Subject(
            String name, SortedMap<String, String> digests, SortedMap<String, String> annotations) {
        /** Copies the maps. */
        public Subject {
            digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
            annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
        }

        /** Makes a subject without a name. */
        public static Subject of(Digest digest, Map<String, String> annotations) {
            return new Subject(
                    "",
                    new TreeMap<>(Map.of(digest.algorithm().id(), digest.hex())),
                    new TreeMap<>(annotations));
        }

        /** Tells whether it is of this digest. */
        public boolean is(Digest digest) {
            return digest.hex().equals(digests.get(digest.algorithm().id()));
        }
    }

    /** Makes cosign's statement that an image is signed. */
    public static Statement ofSignature(Digest image, Map<String, String> annotations) {
        return new Statement(V1, List.of(Subject.of(image, annotations)), COSIGN_SIGN, Map.of());
    }

    /**
     * Reads a statement.
     *
     * @throws SyntaxException when it is none, or about nothing
     */
    public static Statement parse(byte[] payload) {
        JsonObject json = JsonObject.parse(payload, "statement");
        String type = json.string("_type");
        if (!type.equals(V1) && !type.equals(V0_1)) {
            throw new SyntaxException("statement: unknown type \"" + type + "\"");
        }
        List<Subject> subjects =
                json.objects("subject").stream()
                        .map(one ->
                                new Subject(
                                        one.string("name", ""),
                                        one.stringMap("digest"),
                                        one.stringMap("annotations")))
                        .toList();
        if (subjects.isEmpty()) {
            throw new SyntaxException("statement: it has no subject");
        }
        return new Statement(type, subjects, json.string("predicateType"), json.get("predicate"));
    }

    /** Returns the statement as a document. */
    public byte[] toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("_type", type);
        json.put("subject", subjects.stream().map(Statement::toMap).toList());
        json.put("predicateType", predicateType);
        json.put("predicate", predicate);
        return Json.write(json);
    }

    private static Object toMap(Subject subject) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!subject.name().isEmpty()) {
            json.put("name", subject.name());
        }
        json.put("digest", subject.digests());
        if (!subject.annotations().isEmpty()) {
            json.put("annotations", subject.annotations());
        }
        return json;
    }
}
