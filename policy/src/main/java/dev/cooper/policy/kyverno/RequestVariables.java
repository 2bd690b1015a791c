package dev.cooper.policy.kyverno;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What queries of a rule may ask for before the rule looks anything up. */
final class RequestVariables {
    private static final String ACCOUNT = "system:serviceaccount:";

    private RequestVariables() {}

    /**
     * Returns them by name; without a request where there is no cluster.
     *
     * @param inside whether the rule is about the pods in the object, and so is the request
     */
    static Map<String, @Nullable Object> of(Request request, boolean inside) {
        Workload workload = request.workload();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        Map<String, @Nullable Object> pod = PodView.pod(workload.object(), workload.kind());
        all.put("images", images(pod));
        if (request.gate() != Gate.ADMISSION) {
            return all;
        }
        Map<String, @Nullable Object> asked = asked(workload);
        asked.put("object", inside ? pod : workload.object());
        all.put("request", asked);
        account(asked, all);
        return all;
    }

    /** The request, also where only the object is known. */
    static Map<String, @Nullable Object> asked(Workload workload) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(workload.request());
        all.putIfAbsent("operation", workload.operation());
        all.putIfAbsent("namespace", workload.namespace());
        all.putIfAbsent("name", workload.name());
        all.putIfAbsent("kind", Map.of("kind", workload.kind()));
        return all;
    }

    private static void account(Map<String, ?> asked, Map<String, @Nullable Object> all) {
        if (asked.get("userInfo") instanceof Map<?, ?> user
                && user.get("username") instanceof String name
                && name.startsWith(ACCOUNT)) {
            String[] parts = name.substring(ACCOUNT.length()).split(":", 2);
            if (parts.length == 2) {
                all.put("serviceAccountNamespace", parts[0]);
                all.put("serviceAccountName", parts[1]);
            }
        }
    }

    /** The images by the list they stand in and the name of the container. */
    private static Map<String, Object> images(Map<String, @Nullable Object> pod) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (!(pod.get("spec") instanceof Map<?, ?> spec)) {
            return all;
        }
        for (Request.Use use : Request.Use.values()) {
            Map<String, Object> some = new LinkedHashMap<>();
            if (spec.get(use.field()) instanceof List<?> containers) {
                for (Object each : containers) {
                    if (each instanceof Map<?, ?> one && one.get("image") instanceof String image) {
                        some.put(String.valueOf(one.get("name")), image(image));
                    }
                }
            }
            if (!some.isEmpty()) {
                all.put(use.field(), some);
            }
        }
        return all;
    }

    private static Map<String, Object> image(String image) {
        Reference name;
        try {
            name = Reference.parse(image).withDefaultTag();
        } catch (SyntaxException _) {
            return Map.of("reference", image);
        }
        String repository = name.repository();
        boolean hub = name.registry().equals(Reference.DOCKER_HUB);
        if (hub && repository.startsWith("library/") && !image.contains("library/")) {
            repository = repository.substring("library/".length());
        }
        String path = name.registry() + "/" + repository;
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("registry", name.registry());
        parts.put("path", repository);
        parts.put("name", repository.substring(repository.lastIndexOf('/') + 1));
        name.tag().ifPresent(tag -> parts.put("tag", tag));
        name.digest().ifPresent(digest -> parts.put("digest", digest.toString()));
        String tagged = path + name.tag().map(tag -> ":" + tag).orElse("");
        parts.put("reference", name.digest().map(digest -> path + "@" + digest).orElse(tagged));
        parts.put("referenceWithTag", tagged);
        return parts;
    }
}
