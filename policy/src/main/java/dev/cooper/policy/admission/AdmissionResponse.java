package dev.cooper.policy.admission;

import dev.cooper.oci.Json;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to an {@link AdmissionReview}.
 *
 * @param isAllowed whether the object is stored
 * @param message why not, or what there is to say; empty when there is nothing
 * @param warnings what whoever asked is shown
 * @param notes what the cluster's audit log keeps, by word
 * @param pinned what the images become, by the place in the object; only when it is allowed
 */
public record AdmissionResponse(
        boolean isAllowed,
        String message,
        List<String> warnings,
        SortedMap<String, String> notes,
        SortedMap<String, String> pinned) {
    /** The cluster cuts off a warning that is longer, and drops all of too many. */
    private static final int LONGEST_WARNING = 256;

    private static final int MOST_WARNINGS = 15;
    private static final int LONGEST_MESSAGE = 16 << 10;
    private static final int FORBIDDEN = 403;

    /** Copies all, and cuts off what clusters would not take. */
    public AdmissionResponse {
        message = cut(message, LONGEST_MESSAGE);
        warnings = few(warnings);
        notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
        pinned =
                isAllowed
                        ? Collections.unmodifiableSortedMap(new TreeMap<>(pinned))
                        : Collections.emptySortedMap();
    }

    /** The object is stored as it is. */
    static AdmissionResponse allowed(String note) {
        return new AdmissionResponse(
                true, "", List.of(), new TreeMap<>(Map.of("decision", note)), new TreeMap<>());
    }

    /** The object is not stored. */
    static AdmissionResponse denied(String message) {
        return new AdmissionResponse(
                false,
                message,
                List.of(),
                new TreeMap<>(Map.of("decision", "deny")),
                new TreeMap<>());
    }

    private static List<String> few(List<String> warnings) {
        List<String> few = new ArrayList<>();
        for (String warning : warnings) {
            if (few.size() == MOST_WARNINGS) {
                few.add((warnings.size() - MOST_WARNINGS) + " more warnings are in the log");
                break;
            }
            few.add(cut(warning, LONGEST_WARNING));
        }
        return List.copyOf(few);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    /** Returns the document that the cluster reads. */
    public byte[] toJson(AdmissionReview review) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("uid", review.uid());
        response.put("allowed", isAllowed);
        if (!isAllowed) {
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("status", "Failure");
            status.put("message", message);
            status.put("reason", "Forbidden");
            status.put("code", FORBIDDEN);
            response.put("status", status);
        }
        if (!warnings.isEmpty()) {
            response.put("warnings", warnings);
        }
        if (!notes.isEmpty()) {
            response.put("auditAnnotations", notes);
        }
        if (!pinned.isEmpty()) {
            response.put("patchType", "JSONPatch");
            response.put("patch", Base64.getEncoder().encodeToString(Json.write(patch())));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", "AdmissionReview");
        document.put("apiVersion", review.apiVersion());
        document.put("response", response);
        return Json.write(document);
    }

    /** The change of the object (RFC 6902). */
    private List<Map<String, String>> patch() {
        List<Map<String, String>> steps = new ArrayList<>();
        pinned.forEach((pointer, image) -> {
            Map<String, String> step = new LinkedHashMap<>();
            step.put("op", "replace");
            step.put("path", pointer);
            step.put("value", image);
            steps.add(step);
        });
        return steps;
    }
}
