package dev.cooper.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * containerd's {@code hosts.toml} for one registry.
 *
 * @param hosts which hosts to ask, in order
 * @param server the registry itself, when the file says where it is
 * @param unknown sentences about keys that nobody knows
 */
record HostsToml(
        List<ContainerdHost> hosts, Optional<ContainerdHost> server, List<String> unknown) {

    /** The file for a registry in the first directory that has one for it, or for all. */
    static Optional<HostsToml> find(List<Path> directories, String registry) throws IOException {
        int port = registry.lastIndexOf(':');
        String spelt =
                port < 0
                        ? registry
                        : registry.substring(0, port) + "_" + registry.substring(port + 1) + "_";
        for (Path directory : directories) {
            for (String name : List.of(spelt, registry, "_default")) {
                Path file = directory.resolve(name).resolve("hosts.toml");
                if (Files.exists(file)) {
                    return Optional.of(read(file, registry));
                }
            }
        }
        return Optional.empty();
    }

    static HostsToml read(Path path, String registry) throws IOException {
        TomlFile file = TomlFile.read(path);
        Set<String> keys = new HashSet<>(ContainerdHost.KEYS);
        keys.addAll(Set.of("server", "host"));
        file.expect(keys);
        List<ContainerdHost> hosts = new ArrayList<>();
        Optional<TomlFile> named = file.table("host");
        if (named.isPresent()) {
            for (String address : named.get().keys()) {
                TomlFile table = named.get().table(address).orElseThrow();
                table.expect(ContainerdHost.KEYS);
                hosts.add(ContainerdHost.of(address, registry, table));
            }
        }
        String server = file.text("server");
        return new HostsToml(
                hosts,
                server.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ContainerdHost.of(server, registry, file)),
                file.unknown());
    }
}
