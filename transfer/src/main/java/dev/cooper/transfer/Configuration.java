package dev.cooper.transfer;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the machine's files say of registries: containers' {@code registries.conf}, docker's {@code
 * daemon.json}, the directories {@code certs.d}.
 *
 * @param rules of registries.conf, the later ones win
 * @param hubMirrors of daemon.json, for docker.io only
 * @param insecure hosts and ranges of addresses of daemon.json
 * @param certificates the directories {@code certs.d} that may have one for a host
 */
record Configuration(
        List<RegistryRule> rules,
        List<Mirror> hubMirrors,
        List<String> insecure,
        List<Path> certificates) {

    /**
     * Another place to pull from.
     *
     * @param location host, port and perhaps a path
     * @param insecure whether plain HTTP and unverified TLS are allowed
     * @param tags whether it may be asked for tags
     * @param digests whether it may be asked for digests
     */
    record Mirror(String location, boolean insecure, boolean tags, boolean digests) {}

    static final Configuration NONE = new Configuration(List.of(), List.of(), List.of(), List.of());

    static Configuration ofEnvironment(Map<String, String> environment) throws IOException {
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        List<RegistryRule> rules = new ArrayList<>();
        for (Path file : registriesConf(environment, home)) {
            rules.addAll(RegistryRule.read(file));
        }
        List<Mirror> mirrors = new ArrayList<>();
        List<String> insecure = new ArrayList<>();
        Path rootless = home.resolve(".config/docker/daemon.json");
        Path daemon = Files.exists(rootless) ? rootless : Path.of("/etc/docker/daemon.json");
        if (Files.isReadable(daemon)) {
            readDaemon(daemon, mirrors, insecure);
        }
        return new Configuration(
                rules,
                mirrors,
                insecure,
                List.of(
                        home.resolve(".config/containers/certs.d"),
                        home.resolve(".config/docker/certs.d"),
                        Path.of("/etc/containers/certs.d"),
                        Path.of("/etc/docker/certs.d")));
    }

    private static List<Path> registriesConf(Map<String, String> environment, Path home)
            throws IOException {
        String named = environment.getOrDefault("CONTAINERS_REGISTRIES_CONF", "");
        if (!named.isEmpty()) {
            return List.of(Path.of(named));
        }
        Path own = home.resolve(".config/containers/registries.conf");
        Path main = Files.exists(own) ? own : Path.of("/etc/containers/registries.conf");
        List<Path> files = new ArrayList<>();
        if (Files.isReadable(main)) {
            files.add(main);
        }
        for (Path more :
                List.of(
                        Path.of("/etc/containers/registries.conf.d"),
                        home.resolve(".config/containers/registries.conf.d"))) {
            if (Files.isDirectory(more)) {
                try (Stream<Path> found = Files.list(more)) {
                    files.addAll(
                            found.filter(file -> file.toString().endsWith(".conf"))
                                    .sorted()
                                    .toList());
                }
            }
        }
        return files;
    }

    static void readDaemon(Path file, List<Mirror> mirrors, List<String> insecure)
            throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                return;
            }
            JsonObject json = JsonObject.parse(bytes, file.toString());
            for (String mirror : json.strings("registry-mirrors")) {
                URI uri = URI.create(mirror);
                if (uri.getAuthority() == null) {
                    throw new IOException(
                            file + ": registry-mirrors: \"" + mirror + "\" is no web address");
                }
                boolean plain = "http".equals(uri.getScheme());
                mirrors.add(new Mirror(uri.getAuthority(), plain, true, true));
            }
            insecure.addAll(json.strings("insecure-registries"));
        } catch (IllegalArgumentException e) { // also of the JSON
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The rule with the longest prefix that fits. */
    Optional<RegistryRule> rule(Reference name) {
        Optional<RegistryRule> best = Optional.empty();
        for (RegistryRule rule : rules) {
            boolean longer =
                    best.isEmpty() || rule.prefix().length() >= best.get().prefix().length();
            if (rule.fits(name.name()) && longer) {
                best = Optional.of(rule);
            }
        }
        return best;
    }

    boolean isInsecure(String host) {
        for (RegistryRule rule : rules) {
            if (rule.insecure() && rule.location().equals(host)) {
                return true;
            }
        }
        return AddressRanges.contain(insecure, host);
    }

    /** Where a repository is, the mirrors first and the registry itself last. */
    List<Mirror> places(Reference name) throws IOException {
        List<Mirror> places = new ArrayList<>();
        Optional<RegistryRule> found = rule(name);
        if (found.isEmpty()) {
            if (name.registry().equals(Reference.DOCKER_HUB)) {
                for (Mirror mirror : hubMirrors) {
                    String there = mirror.location() + "/" + name.repository();
                    places.add(new Mirror(there, mirror.insecure(), true, true));
                }
            }
            places.add(new Mirror(name.name(), isInsecure(name.registry()), true, true));
            return places;
        }
        RegistryRule rule = found.get();
        if (rule.blocked()) {
            throw new RegistryException(
                    name.familiar()
                            + " is not to be used: registry "
                            + rule.prefix()
                            + " is blocked in "
                            + rule.file(),
                    0,
                    "",
                    name.registry(),
                    name.familiar());
        }
        for (Mirror mirror : rule.mirrors()) {
            String there = rule.rewrite(name.name(), mirror.location());
            places.add(new Mirror(there, mirror.insecure(), mirror.tags(), mirror.digests()));
        }
        String there = rule.rewrite(name.name(), rule.location());
        boolean insecure = rule.insecure() || isInsecure(hostOf(there));
        places.add(new Mirror(there, insecure, true, true));
        return places;
    }

    static String hostOf(String location) {
        int slash = location.indexOf('/');
        return slash < 0 ? location : location.substring(0, slash);
    }

    static String pathOf(String location) {
        int slash = location.indexOf('/');
        if (slash < 0 || slash == location.length() - 1) {
            throw new SyntaxException("\"" + location + "\" names no repository");
        }
        return location.substring(slash + 1);
    }
}
