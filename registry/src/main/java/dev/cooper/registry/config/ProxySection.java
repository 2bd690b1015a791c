package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ByteRange;
import dev.cooper.registry.protocol.Names;
import dev.cooper.transfer.Login;
import dev.cooper.transfer.UpstreamSettings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code proxy}, and Cooper's own {@code cooper.cache} and {@code cooper.upstreams}. */
final class ProxySection {
    private static final String UPSTREAMS = "cooper.upstreams";

    private final ConfigTree tree;
    private final Map<String, String> environment;
    private final ProxyConfig common;

    private ProxySection(ConfigTree tree, Map<String, String> environment) {
        this.tree = tree;
        this.environment = environment;
        this.common = common(tree);
    }

    static ProxyConfig read(ConfigTree tree, Map<String, String> environment) throws IOException {
        return new ProxySection(tree, environment).read();
    }

    private static ProxyConfig common(ConfigTree tree) {
        ProxyConfig none = ProxyConfig.NONE;
        List<String> hosts = new ArrayList<>();
        for (String host : tree.texts("cooper.cache.hosts")) {
            String pattern = host.equals("any") ? "*" : host.toLowerCase(Locale.ROOT);
            if (pattern.indexOf('/') >= 0 || pattern.indexOf(':') >= 0) {
                throw new SyntaxException(
                        "cooper.cache.hosts: \""
                                + host
                                + "\": want the name of a host, *.DOMAIN or any; a host with a port"
                                + " goes under "
                                + UPSTREAMS);
            }
            hosts.add(pattern);
        }
        return new ProxyConfig(
                List.of(),
                hosts,
                ttl(tree, "cooper.cache.ttl", none.ttl()),
                tree.text("cooper.cache.size").map(ProxySection::size).orElse(none.maxBytes()),
                tree.duration("cooper.cache.revalidate", none.revalidate()),
                tree.duration("cooper.cache.timeout", none.patience()));
    }

    private ProxyConfig read() throws IOException {
        List<UpstreamConfig> upstreams = new ArrayList<>();
        for (ConfigTree entry : tree.trees(UPSTREAMS)) {
            upstreams.add(upstream(entry));
        }
        whole().ifPresent(upstreams::add);
        Set<String> names = new HashSet<>();
        Set<String> hosts = new HashSet<>();
        for (UpstreamConfig upstream : upstreams) {
            if (!names.add(upstream.prefix())) {
                throw new SyntaxException(
                        UPSTREAMS + ": two have the prefix \"" + upstream.prefix() + "\"");
            }
            for (String host : upstream.hosts()) {
                if (!hosts.add(host) && !upstream.prefix().isEmpty()) {
                    throw new SyntaxException(UPSTREAMS + ": two are meant by ns " + host);
                }
            }
        }
        return new ProxyConfig(
                upstreams,
                common.hosts(),
                common.ttl(),
                common.maxBytes(),
                common.revalidate(),
                common.patience());
    }

    /** Distribution's own form: all of the registry is a cache of one. */
    private Optional<UpstreamConfig> whole() throws IOException {
        String url = tree.text("proxy.remoteurl").orElse("");
        if (url.isEmpty()) {
            List<String> rest = tree.under("proxy");
            if (!rest.isEmpty() && !rest.equals(List.of("proxy"))) {
                throw new SyntaxException(
                        "proxy: want a remoteurl, the address of the registry that is cached");
            }
            tree.drop("proxy");
            return Optional.empty();
        }
        URI address = address("proxy.remoteurl", url);
        Optional<UpstreamSettings.LoginProgram> program =
                tree.text("proxy.exec.command")
                        .filter(text -> !text.isEmpty())
                        .map(command ->
                                new UpstreamSettings.LoginProgram(
                                        command,
                                        tree.duration(
                                                "proxy.exec.lifetime", Duration.ofMinutes(5))));
        UpstreamSettings settings =
                new UpstreamSettings(
                        address,
                        login(tree, "proxy."),
                        program,
                        Optional.empty(),
                        false,
                        common.patience());
        Duration ttl = ttl(tree, "proxy.ttl", common.ttl());
        tree.drop("proxy.exec");
        return Optional.of(
                new UpstreamConfig(
                        "",
                        below(path(address)),
                        hosts(address),
                        settings,
                        ttl,
                        common.revalidate()));
    }

    private UpstreamConfig upstream(ConfigTree entry) throws IOException {
        String prefix = entry.text("prefix").orElse("");
        if (!Names.isRepository(prefix)) {
            throw new SyntaxException(
                    UPSTREAMS
                            + ": prefix \""
                            + prefix
                            + "\": want what repositories are to begin with, such as docker.io");
        }
        String where = UPSTREAMS + " " + prefix;
        URI address = address(where + ": url", entry.text("url").orElse("https://" + prefix));
        Set<String> hosts = new HashSet<>(entry.texts("ns"));
        if (hosts.isEmpty()) {
            hosts.addAll(hosts(address));
            if (prefix.indexOf('/') < 0) {
                hosts.add(prefix);
            }
        }
        UpstreamSettings settings =
                new UpstreamSettings(
                        address,
                        login(entry, ""),
                        Optional.empty(),
                        entry.text("ca").map(Path::of),
                        entry.flag("insecure", false),
                        entry.duration("timeout", common.patience()));
        UpstreamConfig config =
                new UpstreamConfig(
                        prefix,
                        path(address),
                        hosts,
                        settings,
                        ttl(entry, "ttl", common.ttl()),
                        entry.duration("revalidate", common.revalidate()));
        if (!entry.rest().isEmpty()) {
            throw new SyntaxException(where + ": " + entry.rest().getFirst() + " is unknown");
        }
        return config;
    }

    private static Set<String> hosts(URI address) {
        String host = address.getAuthority();
        return ProxyConfig.HUB.contains(host) ? ProxyConfig.HUB : Set.of(host);
    }

    /**
     * Where the repositories are there: below the path of its address, and a name that is given.
     */
    private String below(String path) {
        String namespace = tree.text("proxy.remotenamespace").orElse("").replaceAll("^/+|/+$", "");
        return namespace.isEmpty() || path.isEmpty() ? path + namespace : path + "/" + namespace;
    }

    private static String path(URI address) {
        String path = address.getPath();
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        return end <= 1 ? "" : path.substring(1, end);
    }

    private static URI address(String key, String text) {
        try {
            URI uri = new URI(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean clean = uri.getUserInfo() == null && uri.getQuery() == null;
            if (web && clean && uri.getHost() != null) {
                boolean hub = ProxyConfig.HUB.contains(uri.getAuthority());
                return hub ? uri.resolve("https://registry-1.docker.io" + uri.getPath()) : uri;
            }
        } catch (URISyntaxException e) {
            // said below, without what may be a password in it
        }
        throw new SyntaxException(
                key
                        + ": want an address such as https://registry-1.docker.io, without user and"
                        + " password in it");
    }

    private Optional<Login> login(ConfigTree from, String prefix) throws IOException {
        String user = from.text(prefix + "username").orElse("");
        String password = from.text(prefix + "password").orElse("");
        String file = from.text(prefix + "passwordfile").orElse("");
        String variable = from.text(prefix + "passwordenv").orElse("");
        if (!file.isEmpty()) {
            password = Files.readString(Path.of(file)).strip();
        } else if (!variable.isEmpty()) {
            password = environment.getOrDefault(variable, "");
            if (password.isEmpty()) {
                throw new SyntaxException(
                        prefix + "passwordenv: the variable " + variable + " is not set");
            }
        }
        if (user.isEmpty() != password.isEmpty()) {
            throw new SyntaxException(
                    (prefix.isEmpty() ? UPSTREAMS + ": " : prefix)
                            + "username and password: want both or none");
        }
        return user.isEmpty() ? Optional.empty() : Optional.of(Login.of(user, password));
    }

    /** Like any duration, and 0 for no end. */
    private static Duration ttl(ConfigTree from, String key, Duration fallback) {
        Optional<String> text = from.peek(key);
        if (text.isPresent() && Set.of("0", "0s", "0m", "0h").contains(text.get())) {
            var _ = from.text(key);
            return Duration.ZERO;
        }
        return from.duration(key, fallback);
    }

    /** A number of bytes, in powers of ten or of two. */
    private static long size(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        int end = 0;
        while (end < upper.length() && Character.isDigit(upper.charAt(end))) {
            end++;
        }
        long number = ByteRange.number(upper.substring(0, end));
        long unit =
                switch (upper.substring(end).strip()) {
                    case "", "B" -> 1;
                    case "KB" -> 1_000L;
                    case "MB" -> 1_000_000L;
                    case "GB" -> 1_000_000_000L;
                    case "TB" -> 1_000_000_000_000L;
                    case "K", "KIB" -> 1L << 10;
                    case "M", "MIB" -> 1L << 20;
                    case "G", "GIB" -> 1L << 30;
                    case "T", "TIB" -> 1L << 40;
                    default -> 0;
                };
        if (number < 0 || unit == 0 || number > Long.MAX_VALUE / unit) {
            throw new SyntaxException(
                    "cooper.cache.size: \"" + text + "\": want a number and a unit, such as 50GB");
        }
        return number * unit;
    }
}
