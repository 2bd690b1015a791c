package dev.cooper.policy.admission;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a cluster asks before it stores an object: the document {@code AdmissionReview} of
 * Kubernetes, version v1 or v1beta1, which have the same shape.
 *
 * @param apiVersion the version that the answer must have, too
 * @param uid the name of this question, which the answer repeats
 * @param group of the kind of the object; empty for the core
 * @param kind of the object, such as {@code Pod}
 * @param subresource such as {@code ephemeralcontainers}; empty for the object itself
 * @param namespace empty for what is in none
 * @param name empty while the cluster has not chosen one
 * @param operation what happens to the object
 * @param user who wants it; empty when the cluster does not say
 * @param isDryRun whether nothing will be stored
 * @param object as it would be; empty when it is neither made nor changed
 * @param oldObject as it is; empty when it is not changed
 * @param request all of this, as it was sent
 */
public record AdmissionReview(
        String apiVersion,
        String uid,
        String group,
        String kind,
        String subresource,
        String namespace,
        String name,
        Operation operation,
        String user,
        boolean isDryRun,
        Optional<JsonObject> object,
        Optional<JsonObject> oldObject,
        JsonObject request) {
    /** The largest question that is read, in bytes: objects of a cluster have at most 1.5 MiB. */
    public static final int MOST_BYTES = 8 << 20;

    private static final String KIND = "AdmissionReview";
    private static final List<String> VERSIONS =
            List.of("admission.k8s.io/v1", "admission.k8s.io/v1beta1");
    private static final int LONGEST = 512;

    /** What happens to an object. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    /**
     * Reads one.
     *
     * @throws SyntaxException when it is none, with the field that is wrong
     */
    public static AdmissionReview parse(byte[] json) {
        if (json.length > MOST_BYTES) {
            throw new SyntaxException(
                    KIND + ": it has " + json.length + " bytes, at most " + MOST_BYTES);
        }
        JsonObject review = JsonObject.parse(json, KIND);
        String version = review.string("apiVersion");
        if (!review.string("kind").equals(KIND) || !VERSIONS.contains(version)) {
            throw new SyntaxException(
                    "want kind %s of version %s, found kind %s of version %s"
                            .formatted(
                                    KIND,
                                    VERSIONS.getFirst(),
                                    excerpt(review.string("kind")),
                                    excerpt(version)));
        }
        JsonObject request = review.object("request");
        JsonObject kind = request.object("kind");
        Operation operation = operation(request);
        return new AdmissionReview(
                version,
                uid(request),
                text(kind, "group"),
                text(kind, "kind"),
                text(request, "subResource"),
                text(request, "namespace"),
                text(request, "name"),
                operation,
                request.optionalObject("userInfo").map(user -> text(user, "username")).orElse(""),
                request.bool("dryRun"),
                operation == Operation.CREATE || operation == Operation.UPDATE
                        ? Optional.of(request.object("object"))
                        : Optional.empty(),
                operation == Operation.UPDATE
                        ? request.optionalObject("oldObject")
                        : Optional.empty(),
                request);
    }

    private static String uid(JsonObject request) {
        String uid = text(request, "uid");
        if (uid.isEmpty()) {
            throw new SyntaxException(request.where() + ": uid: it is missing");
        }
        return uid;
    }

    private static String text(JsonObject object, String name) {
        String text = object.string(name, "");
        if (text.length() > LONGEST) {
            throw new SyntaxException(
                    "%s: %s: it has %d characters, at most %d"
                            .formatted(object.where(), name, text.length(), LONGEST));
        }
        return text;
    }

    private static Operation operation(JsonObject request) {
        String word = request.string("operation");
        for (Operation operation : Operation.values()) {
            if (operation.name().equals(word)) {
                return operation;
            }
        }
        throw new SyntaxException(
                request.where() + ": operation: nothing is called " + excerpt(word));
    }

    private static String excerpt(String text) {
        return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
    }

    /** How people call the object: {@code pod shop/web}. */
    public String objectName() {
        String called = name.isEmpty() ? generateName() : name;
        String place = namespace.isEmpty() ? called : namespace + "/" + called;
        return kind.toLowerCase(Locale.ROOT) + " " + place;
    }

    private String generateName() {
        return object.flatMap(one -> one.optionalObject("metadata"))
                .map(meta -> meta.string("name", meta.string("generateName", "") + "?"))
                .orElse("?");
    }

    /**
     * Whether the object is on its way out, and only its finalizers are being taken off. What a new
     * object says of itself does not count: whoever makes it could write that.
     */
    boolean isBeingDeleted() {
        return oldObject
                .flatMap(one -> one.optionalObject("metadata"))
                .map(meta -> meta.has("deletionTimestamp"))
                .orElse(false);
    }
}
