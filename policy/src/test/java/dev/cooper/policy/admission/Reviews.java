package dev.cooper.policy.admission;

import dev.cooper.oci.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reviews that clusters sent, and reviews as a cluster would send them. */
final class Reviews {
    private Reviews() {}

    /** A review that was recorded. */
    static byte[] recorded(String name) throws IOException {
        try (InputStream in =
                Reviews.class.getResourceAsStream("/admission/connaisseur/" + name + ".json")) {
            if (in == null) {
                throw new IOException("there is no review " + name);
            }
            return in.readAllBytes();
        }
    }

    /** A review about a pod with one container. */
    static byte[] pod(String operation, String image, @Nullable String imageBefore) {
        return of(operation, "", "Pod", pod(image), imageBefore == null ? null : pod(imageBefore));
    }

    static Map<String, @Nullable Object> pod(String image) {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("containers", List.of(Map.of("name", "web", "image", image)));
        return object("Pod", spec);
    }

    static Map<String, @Nullable Object> object(String kind, Map<String, @Nullable Object> spec) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "v1");
        object.put("kind", kind);
        object.put("metadata", new LinkedHashMap<>(Map.of("name", "web", "namespace", "shop")));
        object.put("spec", spec);
        return object;
    }

    static byte[] of(
            String operation,
            String group,
            String kind,
            @Nullable Map<String, @Nullable Object> object,
            @Nullable Map<String, @Nullable Object> oldObject) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("uid", "705ab4f5-6393-11e8-b7cc-42010a800002");
        request.put("kind", Map.of("group", group, "version", "v1", "kind", kind));
        request.put("namespace", "shop");
        request.put("name", "web");
        request.put("operation", operation);
        request.put("userInfo", Map.of("username", "alice"));
        request.put("object", object);
        request.put("oldObject", oldObject);
        request.put("dryRun", false);
        Map<String, @Nullable Object> review = new LinkedHashMap<>();
        review.put("apiVersion", "admission.k8s.io/v1");
        review.put("kind", "AdmissionReview");
        review.put("request", request);
        return Json.write(review);
    }
}
