package dev.cooper.policy.admission;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the manifests of a webhook say.
 *
 * @param name of all objects
 * @param namespace where it runs
 * @param image with the program
 * @param replicas how many of it run
 * @param timeoutSeconds how long the cluster waits, 1 to 30
 * @param failsOpen whether the cluster lets all through while the webhook cannot be reached
 * @param exempt namespaces about which nothing is asked; {@code *} stands for any characters
 * @param policies by the name of their files
 * @param tls empty when something else puts the certificate in
 */
public record ManifestSettings(
        String name,
        String namespace,
        String image,
        int replicas,
        int timeoutSeconds,
        boolean failsOpen,
        List<String> exempt,
        SortedMap<String, String> policies,
        Optional<Tls> tls) {
    /** Certificate, key, and the certificate of the authority that the cluster is to trust. */
    public record Tls(String certificate, String key, String authority) {}

    /** Copies the namespaces. */
    public ManifestSettings {
        exempt = List.copyOf(exempt);
    }

    /** Returns the name by which the cluster calls the webhook. */
    public String host() {
        return name + "." + namespace + ".svc";
    }
}
