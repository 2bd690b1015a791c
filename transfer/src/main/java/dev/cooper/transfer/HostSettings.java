package dev.cooper.transfer;

import dev.cooper.oci.Reference;

import java.util.Optional;

/**
 * What the configuration says of a registry host.
 *
 * @param name host and port as in a reference
 * @param insecure whether plain HTTP and unverified TLS are allowed by the configuration
 * @param containerd what containerd's configuration says beside
 */
record HostSettings(String name, boolean insecure, Optional<ContainerdHost> containerd) {
    /** Where the API of docker.io is. */
    private static final String HUB_API = "registry-1.docker.io";

    HostSettings(String name, boolean insecure) {
        this(name, insecure, Optional.empty());
    }

    /** Host and port of the API. */
    String api() {
        return api(name);
    }

    static String api(String registry) {
        return registry.equals(Reference.DOCKER_HUB) ? HUB_API : registry;
    }

    /** The registry, as references name it, that has its API at a host. */
    static String registry(String api) {
        return api.equals(HUB_API) ? Reference.DOCKER_HUB : api;
    }

    /** Whether the certificate need not be valid. */
    boolean isUnverified() {
        return containerd.map(ContainerdHost::unverified).orElse(insecure);
    }

    boolean mayBePlain() {
        return insecure || isLoopback();
    }

    boolean isLoopback() {
        return isLoopback(withoutPort(name));
    }

    static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.indexOf(']', colon) >= 0 ? host : host.substring(0, colon);
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || isLoopbackAddress(host);
    }

    private static boolean isLoopbackAddress(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(Character::isDigit)) {
                return false;
            }
        }
        return true;
    }
}
