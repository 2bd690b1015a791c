package dev.cooper.policy.kyverno;

import dev.cooper.policy.evidence.Request;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where in an object the description of a pod is, and what images are in it. */
final class PodView {
    /** The kinds that have pods in them, and how addresses of a cluster call them. */
    static final Map<String, String> CONTROLLERS =
            Map.of(
                    "Deployment", "deployments",
                    "StatefulSet", "statefulsets",
                    "DaemonSet", "daemonsets",
                    "ReplicaSet", "replicasets",
                    "Job", "jobs",
                    "CronJob", "cronjobs",
                    "ReplicationController", "replicationcontrollers",
                    "PodTemplate", "podtemplates");

    private PodView() {}

    /** Whether objects of a kind have pods in them, or are such. */
    static boolean isKnown(String kind) {
        return kind.equals("Pod") || CONTROLLERS.containsKey(kind);
    }

    /** The template of a controller as if it were a pod; a pod as it is. */
    static Map<String, @Nullable Object> pod(Map<String, @Nullable Object> object, String kind) {
        if (!CONTROLLERS.containsKey(kind)) {
            return object;
        }
        Map<?, ?> at = object;
        List<String> way =
                switch (kind) {
                    case "CronJob" -> List.of("spec", "jobTemplate", "spec", "template");
                    case "PodTemplate" -> List.of("template");
                    default -> List.of("spec", "template");
                };
        for (String member : way) {
            at = at.get(member) instanceof Map<?, ?> inner ? inner : Map.of();
        }
        Map<String, @Nullable Object> pod = new LinkedHashMap<>(object);
        Object metadata = at.get("metadata");
        pod.put("metadata", metadata == null ? Map.of() : metadata);
        Object spec = at.get("spec");
        pod.put("spec", spec == null ? Map.of() : spec);
        return pod;
    }

    /** The images of a pod by the list they are in; the one that is asked about is among them. */
    static Map<String, List<String>> images(Map<String, @Nullable Object> pod, Request request) {
        Map<String, List<String>> images = new LinkedHashMap<>();
        for (Request.Use use : Request.Use.values()) {
            List<String> all = images(pod, use);
            if (use == request.use() && !all.contains(request.image())) {
                all.add(request.image());
            }
            images.put(use.field(), all);
        }
        return images;
    }

    /** The images in one list of a pod, as they are written. */
    static List<String> images(Map<String, @Nullable Object> pod, Request.Use use) {
        List<String> all = new ArrayList<>();
        if (pod.get("spec") instanceof Map<?, ?> spec
                && spec.get(use.field()) instanceof List<?> containers) {
            for (Object each : containers) {
                if (each instanceof Map<?, ?> one && one.get("image") instanceof String image) {
                    all.add(image);
                }
            }
        }
        return all;
    }
}
