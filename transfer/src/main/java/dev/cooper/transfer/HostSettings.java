package dev.cooper.transfer;

import dev.cooper.oci.Reference;

/**
 * What the configuration says of a registry host.
 *
 * @param name host and port as in a reference
 * @param insecure whether plain HTTP and unverified TLS are allowed by the configuration
 */
record HostSettings(String name, boolean insecure) {
    /** Where the API of docker.io is. */
    private static final String HUB_API = "registry-1.docker.io";

    /** Host and port of the API. */
    String api() {
        return name.equals(Reference.DOCKER_HUB) ? HUB_API : name;
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
