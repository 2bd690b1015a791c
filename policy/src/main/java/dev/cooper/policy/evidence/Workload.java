package dev.cooper.policy.evidence;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to run in a cluster.
 *
 * @param kind such as {@code Pod} or {@code Deployment}
 * @param namespace empty when there is none
 * @param name empty when it is still to be made up
 * @param operation {@code CREATE}, {@code UPDATE} and so on
 * @param namespaceLabels the labels of the namespace, as far as they are known
 * @param object the whole object, as JSON has it
 * @param request the whole request of the review, as JSON has it; empty when there was none
 */
public record Workload(
        String kind,
        String namespace,
        String name,
        String operation,
        Map<String, String> namespaceLabels,
        Map<String, @Nullable Object> object,
        Map<String, @Nullable Object> request) {
    /** The pod that runs nothing but one image, for policies about pods where there is none. */
    public static Workload ofImage(String image) {
        Map<String, @Nullable Object> container = new LinkedHashMap<>();
        container.put("name", "image");
        container.put("image", image);
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "v1");
        object.put("kind", "Pod");
        object.put("metadata", Map.of("name", "image", "namespace", "default"));
        object.put("spec", Map.of("containers", List.of(container)));
        return new Workload("Pod", "default", "image", "CREATE", Map.of(), object, Map.of());
    }
}
