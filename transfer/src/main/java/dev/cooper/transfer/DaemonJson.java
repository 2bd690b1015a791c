package dev.cooper.transfer;

import dev.cooper.oci.JsonObject;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What docker's {@code daemon.json} says of registries.
 *
 * @param hubMirrors where to pull from first, for docker.io only
 * @param insecure hosts and ranges of addresses that need no TLS
 */
record DaemonJson(List<Mirror> hubMirrors, List<String> insecure) {
    static final DaemonJson NONE = new DaemonJson(List.of(), List.of());

    /** Reads a file; one that is not there or may not be read says nothing. */
    static DaemonJson read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return NONE;
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                return NONE;
            }
            JsonObject json = JsonObject.parse(bytes, file.toString());
            List<String> insecure = json.strings("insecure-registries");
            List<Mirror> mirrors = new ArrayList<>();
            for (String mirror : json.strings("registry-mirrors")) {
                mirrors.add(mirror(file, mirror, insecure));
            }
            return new DaemonJson(mirrors, insecure);
        } catch (IllegalArgumentException e) { // also of the JSON
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Mirror mirror(Path file, String address, List<String> insecure)
            throws IOException {
        URI uri = URI.create(address);
        boolean plain = "http".equals(uri.getScheme());
        if (uri.getAuthority() == null || (!plain && !"https".equals(uri.getScheme()))) {
            throw wrong(file, address, "is no web address");
        }
        if (uri.getPath().length() > 1 || uri.getQuery() != null || uri.getUserInfo() != null) {
            throw wrong(file, address, "is to be a host alone, as docker wants it");
        }
        String host = uri.getAuthority();
        return Mirror.of(host, plain || AddressRanges.contain(insecure, host));
    }

    private static IOException wrong(Path file, String address, String problem) {
        return new IOException(file + ": registry-mirrors: \"" + address + "\" " + problem);
    }

    boolean isInsecure(String host) {
        return AddressRanges.contain(insecure, host);
    }
}
