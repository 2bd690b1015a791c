package dev.cooper.transfer;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the machine's files say of registries: containers' {@code registries.conf}, containerd's
 * {@code hosts.toml}, docker's {@code daemon.json}, the directories {@code certs.d}. Of the first
 * three, the first one that has the registry counts.
 *
 * @param registries registries.conf with its drop-in files
 * @param daemon daemon.json
 * @param certificates the directories {@code certs.d} that may have one for a host
 * @param containerd the directories {@code certs.d} of containerd
 */
record Configuration(
        RegistriesConf registries,
        DaemonJson daemon,
        List<Path> certificates,
        List<Path> containerd) {
    static final Configuration NONE =
            new Configuration(RegistriesConf.NONE, DaemonJson.NONE, List.of(), List.of());

    static Configuration ofEnvironment(Map<String, String> environment) throws IOException {
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        Path rootless = home.resolve(".config/docker/daemon.json");
        return new Configuration(
                RegistriesConf.ofEnvironment(environment, home),
                DaemonJson.read(
                        Files.exists(rootless) ? rootless : Path.of("/etc/docker/daemon.json")),
                List.of(
                        home.resolve(".config/containers/certs.d"),
                        home.resolve(".config/docker/certs.d"),
                        Path.of("/etc/containers/certs.d"),
                        Path.of("/etc/docker/certs.d")),
                List.of(
                        home.resolve(".config/containerd/certs.d"),
                        Path.of("/etc/containerd/certs.d")));
    }

    /** Whether a registry, or a repository with its registry, needs no TLS. */
    boolean isInsecure(String name) {
        return registries.rule(name).map(RegistryRule::insecure).orElse(false)
                || daemon.isInsecure(hostOf(name));
    }

    /**
     * Where a repository is.
     *
     * @param reading where to pull from, the mirrors first and the registry itself last
     * @param writing where to push to
     * @param unknown sentences about keys that nobody knows
     */
    record Places(List<Mirror> reading, Mirror writing, List<String> unknown) {}

    Places places(Reference name) throws IOException {
        Mirror itself = Mirror.of(name.name(), isInsecure(name.name()));
        Optional<RegistryRule> rule = registries.rule(name.name());
        if (rule.isPresent()) {
            return new Places(byRule(rule.get(), name), itself, List.of());
        }
        Optional<HostsToml> hosts = HostsToml.find(containerd, name.registry());
        if (hosts.isPresent()) {
            return byHosts(hosts.get(), name, itself);
        }
        List<Mirror> reading = new ArrayList<>();
        if (name.registry().equals(Reference.DOCKER_HUB)) {
            for (Mirror mirror : daemon.hubMirrors()) {
                String there = mirror.location() + "/" + name.repository();
                reading.add(Mirror.of(there, mirror.insecure()));
            }
        }
        reading.add(itself);
        return new Places(reading, itself, List.of());
    }

    private static Places byHosts(HostsToml file, Reference name, Mirror itself) {
        List<Mirror> reading = new ArrayList<>();
        List<Mirror> writing = new ArrayList<>();
        for (ContainerdHost host : file.hosts()) {
            reading.add(Mirror.of(host, name.repository()));
            if (host.pushes()) {
                writing.add(reading.getLast());
            }
        }
        Mirror last = file.server().map(host -> Mirror.of(host, name.repository())).orElse(itself);
        reading.add(last);
        writing.add(last);
        return new Places(reading, writing.getFirst(), file.unknown());
    }

    private List<Mirror> byRule(RegistryRule rule, Reference name) throws IOException {
        List<Mirror> places = new ArrayList<>();
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
        places.add(Mirror.of(there, rule.insecure() || daemon.isInsecure(hostOf(there))));
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
