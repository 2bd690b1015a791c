package dev.cooper.transfer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One host of containerd's {@code hosts.toml}.
 *
 * @param api where its API is, with the path that usually is {@code /v2}
 * @param namespace the registry that it stands for, "" when it is that registry
 * @param resolves whether it may be asked for tags
 * @param pulls whether it may be asked for digests
 * @param pushes whether what is pushed may go there
 * @param unverified whether its certificate need not be valid
 * @param authorities files of authorities to trust as well
 * @param clients certificates to show
 * @param headers to send with every request
 */
record ContainerdHost(
        URI api,
        String namespace,
        boolean resolves,
        boolean pulls,
        boolean pushes,
        boolean unverified,
        List<Path> authorities,
        List<ClientCertificate> clients,
        Map<String, List<String>> headers) {
    /** The keys of a host. {@code dial_timeout} is not one: Cooper has its own patience. */
    static final Set<String> KEYS =
            Set.of("capabilities", "ca", "client", "skip_verify", "header", "override_path");

    private static final List<String> EVERYTHING = List.of("pull", "resolve", "push");

    /**
     * Reads a host.
     *
     * @param address its address as the file has it
     * @param registry the registry that is asked for
     * @param table what is said of it
     */
    static ContainerdHost of(String address, String registry, TomlFile table) throws IOException {
        URI api = api(address, table);
        List<String> able = table.has("capabilities") ? table.texts("capabilities") : EVERYTHING;
        List<Path> authorities = new ArrayList<>();
        for (String file : table.texts("ca")) {
            authorities.add(table.file().resolveSibling(file));
        }
        return new ContainerdHost(
                api,
                HostSettings.api(registry).equals(api.getAuthority()) ? "" : registry,
                able.contains("resolve"),
                able.contains("pull"),
                able.contains("push"),
                table.flag("skip_verify"),
                authorities,
                clients(table),
                headers(table));
    }

    private static URI api(String address, TomlFile table) throws IOException {
        String whole = address.contains("://") ? address : "https://" + address;
        URI uri;
        try {
            uri = URI.create(whole).normalize();
        } catch (IllegalArgumentException e) {
            throw table.wrong("server", "\"" + address + "\" is no web address");
        }
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (uri.getAuthority() == null || !web) {
            throw table.wrong("server", "\"" + address + "\" is no web address");
        }
        String path = uri.getRawPath();
        String clean = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        boolean complete = clean.endsWith("/v2") || table.flag("override_path");
        return uri.resolve(complete ? clean + "/" : clean + "/v2/");
    }

    private static List<ClientCertificate> clients(TomlFile table) throws IOException {
        List<ClientCertificate> clients = new ArrayList<>();
        for (List<String> pair : table.pairs("client")) {
            clients.add(
                    new ClientCertificate(
                            table.file().resolveSibling(pair.getFirst()),
                            table.file().resolveSibling(pair.getLast())));
        }
        return clients;
    }

    private static Map<String, List<String>> headers(TomlFile table) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Optional<TomlFile> named = table.table("header");
        if (named.isPresent()) {
            for (String name : named.get().keys()) {
                headers.put(name, named.get().texts(name));
            }
        }
        return headers;
    }

    boolean isPlain() {
        return "http".equals(api.getScheme());
    }

    /** Puts a path of the API, which begins with {@code /v2/}, where it is here. */
    String path(String path) {
        String there = api.getRawPath() + path.substring("/v2/".length());
        if (namespace.isEmpty()) {
            return there;
        }
        return there + (there.indexOf('?') < 0 ? "?" : "&") + "ns=" + Query.encode(namespace);
    }
}
