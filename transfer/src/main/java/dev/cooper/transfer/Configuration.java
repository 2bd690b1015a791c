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
 * What the machine's files say of registries: containers' {@code registries.conf}, docker's {@code
 * daemon.json}, the directories {@code certs.d}.
 *
 * @param registries registries.conf with its drop-in files
 * @param daemon daemon.json
 * @param certificates the directories {@code certs.d} that may have one for a host
 */
record Configuration(RegistriesConf registries, DaemonJson daemon, List<Path> certificates) {
    static final Configuration NONE =
            new Configuration(RegistriesConf.NONE, DaemonJson.NONE, List.of());

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
                        Path.of("/etc/docker/certs.d")));
    }

    /** Whether a registry, or a repository with its registry, needs no TLS. */
    boolean isInsecure(String name) {
        return registries.rule(name).map(RegistryRule::insecure).orElse(false)
                || daemon.isInsecure(hostOf(name));
    }

    /** Where a repository is pulled from, the mirrors first and the registry itself last. */
    List<Mirror> places(Reference name) throws IOException {
        List<Mirror> places = new ArrayList<>();
        Optional<RegistryRule> found = registries.rule(name.name());
        if (found.isEmpty()) {
            if (name.registry().equals(Reference.DOCKER_HUB)) {
                for (Mirror mirror : daemon.hubMirrors()) {
                    String there = mirror.location() + "/" + name.repository();
                    places.add(Mirror.of(there, mirror.insecure()));
                }
            }
            places.add(Mirror.of(name.name(), daemon.isInsecure(name.registry())));
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
