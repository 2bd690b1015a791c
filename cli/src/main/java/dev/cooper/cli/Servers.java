package dev.cooper.cli;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

/** Names of registries on the command line. */
final class Servers {
    private Servers() {}

    /**
     * Reads the name of a registry: host and port, also in the form of an address, whose scheme and
     * path do not matter, as docker reads it.
     *
     * @throws SyntaxException when it is none
     */
    static String registry(String operand) {
        String text = operand;
        for (String scheme : new String[] {"https://", "http://", "docker://"}) {
            if (text.startsWith(scheme)) {
                text = text.substring(scheme.length());
            }
        }
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (host.equals("index.docker.io") || host.equals("registry-1.docker.io")) {
            return Reference.DOCKER_HUB;
        }
        try {
            return new Reference(host, "x", java.util.Optional.empty(), java.util.Optional.empty())
                    .registry();
        } catch (SyntaxException e) {
            throw new SyntaxException("\"" + operand + "\" is no registry: give host or host:port");
        }
    }
}
