package dev.cooper.linux;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that tell a step about the network.
 *
 * @param hosts content of /etc/hosts
 * @param resolver content of /etc/resolv.conf
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NetworkFiles(byte[] hosts, byte[] resolver) {
    private static final String LOCAL =
            """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            ff00::0\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            """;

    /** Writes the files for a step. */
    static NetworkFiles of(SandboxSpec spec) throws IOException {
        StringBuilder hosts = new StringBuilder(LOCAL);
        hosts.append("127.0.0.1\t").append(spec.hostname()).append('\n');
        for (String extra : spec.extraHosts()) {
            hosts.append(line(extra)).append('\n');
        }
        return new NetworkFiles(
                hosts.toString().getBytes(StandardCharsets.UTF_8), resolver(spec.network()));
    }

    private static String line(String extra) {
        int split = extra.indexOf('=');
        if (split < 0) {
            split = extra.indexOf(':');
        }
        if (split <= 0 || split == extra.length() - 1) {
            throw new SyntaxException("extra host \"" + extra + "\": want name:address");
        }
        String address = extra.substring(split + 1);
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        if (address.equals("host-gateway")) {
            address = "127.0.0.1"; // steps share the host's network
        }
        return address + "\t" + extra.substring(0, split);
    }

    private static byte[] resolver(SandboxNetwork network) throws IOException {
        if (network == SandboxNetwork.NONE) {
            return new byte[0];
        }
        for (String file : List.of("/etc/resolv.conf", "/run/systemd/resolve/resolv.conf")) {
            try {
                return Files.readAllBytes(Path.of(file));
            } catch (NoSuchFileException e) {
                // the next one
            }
        }
        return new byte[0];
    }
}
