package dev.cooper.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Containers' {@code registries.conf}, version 2, with the files that are dropped in beside it:
 * what a later file says replaces what an earlier one said, prefix by prefix and name by name.
 *
 * @param rules the entries, one for a prefix
 * @param shortNames what names without a registry stand for
 * @param helpers the programs that keep logins, and {@link #FILES}; empty when none are named
 * @param unknown sentences about keys that nobody knows
 */
record RegistriesConf(
        List<RegistryRule> rules,
        ShortNames shortNames,
        List<String> helpers,
        List<String> unknown) {
    /** Stands among the helpers for the files of logins. */
    static final String FILES = "containers-auth.json";

    static final RegistriesConf NONE =
            new RegistriesConf(List.of(), ShortNames.NONE, List.of(), List.of());

    /** Finds and reads the files as podman and skopeo do. */
    static RegistriesConf ofEnvironment(Map<String, String> environment, Path home)
            throws IOException {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path ownCache = cache.isEmpty() ? home.resolve(".cache") : Path.of(cache);
        List<Path> recorded = new ArrayList<>();
        for (Path directory : List.of(Path.of("/var/cache"), ownCache)) {
            Path file = directory.resolve("containers/short-name-aliases.conf");
            if (Files.isReadable(file)) {
                recorded.add(file);
            }
        }
        return read(files(environment, home), recorded);
    }

    private static List<Path> files(Map<String, String> environment, Path home) throws IOException {
        Path system = Path.of("/etc/containers");
        Path user = home.resolve(".config/containers");
        String named = environment.getOrDefault("CONTAINERS_REGISTRIES_CONF", "");
        Path own = user.resolve("registries.conf");
        boolean isOwn = named.isEmpty() && Files.exists(own);
        List<Path> files = new ArrayList<>();
        if (!named.isEmpty()) {
            files.add(Path.of(named));
        } else if (isOwn) {
            files.add(own);
        } else if (Files.isReadable(system.resolve("registries.conf"))) {
            files.add(system.resolve("registries.conf"));
        }
        // who has a file of their own does not want the system's drop-ins either
        if (!isOwn) {
            files.addAll(dropIns(system));
        }
        files.addAll(dropIns(user));
        return files;
    }

    private static List<Path> dropIns(Path directory) throws IOException {
        Path dropIns = directory.resolve("registries.conf.d");
        if (!Files.isDirectory(dropIns)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(dropIns)) {
            return found.filter(file -> file.toString().endsWith(".conf"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads files.
     *
     * @param files in the order in which they count
     * @param recorded files of aliases that a program wrote, which count after all others
     */
    static RegistriesConf read(List<Path> files, List<Path> recorded) throws IOException {
        Map<String, RegistryRule> rules = new LinkedHashMap<>();
        Map<String, ShortNames.Alias> aliases = new LinkedHashMap<>();
        Optional<ShortNames.Search> search = Optional.empty();
        boolean enforcing = false;
        List<String> helpers = List.of();
        List<String> unknown = new ArrayList<>();
        for (Path path : files) {
            TomlFile file = open(path);
            for (TomlFile table : file.tables("registry")) {
                RegistryRule rule = RegistryRule.of(table);
                rules.put(rule.prefix(), rule);
            }
            ShortNames.addAliases(file, aliases);
            Optional<ShortNames.Search> named = ShortNames.Search.of(file);
            search = named.isPresent() ? named : search;
            enforcing = ShortNames.isEnforcing(file, enforcing);
            helpers = file.has("credential-helpers") ? file.texts("credential-helpers") : helpers;
            unknown.addAll(file.unknown());
        }
        for (Path path : recorded) {
            ShortNames.addAliases(TomlFile.read(path), aliases);
        }
        return new RegistriesConf(
                List.copyOf(rules.values()),
                new ShortNames(aliases, search, enforcing),
                helpers,
                unknown);
    }

    private static TomlFile open(Path path) throws IOException {
        TomlFile file = TomlFile.read(path);
        if (file.has("registries")) {
            throw file.wrong(
                    "[registries]",
                    "is of version 1 of this file, which is not supported; write it with"
                            + " [[registry]] and unqualified-search-registries");
        }
        file.expect(
                Set.of(
                        "registry",
                        "aliases",
                        "unqualified-search-registries",
                        "short-name-mode",
                        "credential-helpers"));
        return file;
    }

    /** The rule with the longest prefix that fits a name, which may be a host alone. */
    Optional<RegistryRule> rule(String name) {
        Optional<RegistryRule> best = Optional.empty();
        for (RegistryRule rule : rules) {
            boolean longer =
                    best.isEmpty() || rule.prefix().length() > best.get().prefix().length();
            if (rule.fits(name) && longer) {
                best = Optional.of(rule);
            }
        }
        return best;
    }
}
