package dev.cooper.transfer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logins of a user, kept where docker and podman keep them: in {@code DOCKER_AUTH_CONFIG}, in
 * {@code REGISTRY_AUTH_FILE}, in docker's {@code config.json} or the helper that it names, in
 * podman's {@code auth.json}, in {@code ~/.dockercfg}; the first that has one counts. Safe for
 * several threads.
 */
public final class Credentials {
    private final Map<String, String> environment;
    private final List<String> helpers;
    private final Map<String, Optional<Login>> helped = new HashMap<>();
    private @Nullable List<AuthFile> files;

    private Credentials(Map<String, String> environment, List<String> helpers) {
        this.environment = Map.copyOf(environment);
        this.helpers = helpers.isEmpty() ? List.of(RegistriesConf.FILES) : helpers;
    }

    /**
     * Finds the files by the environment: {@code DOCKER_CONFIG}, {@code HOME}, {@code
     * XDG_RUNTIME_DIR} and what the description of this class names.
     *
     * @param environment the variables of the process
     */
    public static Credentials ofEnvironment(Map<String, String> environment) {
        return ofEnvironment(environment, List.of());
    }

    /**
     * Finds the files too.
     *
     * @param helpers the {@code credential-helpers} of registries.conf
     */
    static Credentials ofEnvironment(Map<String, String> environment, List<String> helpers) {
        return new Credentials(environment, helpers);
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    private Path home() {
        return Path.of(environment.getOrDefault("HOME", "/"));
    }

    /** Returns the file that a login is written to. */
    public Path file() {
        if (!variable("REGISTRY_AUTH_FILE").isEmpty()) {
            return Path.of(variable("REGISTRY_AUTH_FILE"));
        }
        String directory = variable("DOCKER_CONFIG");
        Path config = directory.isEmpty() ? home().resolve(".docker") : Path.of(directory);
        return config.resolve("config.json");
    }

    private synchronized List<AuthFile> files() throws IOException {
        List<AuthFile> known = files;
        if (known == null) {
            known = new ArrayList<>();
            String inline = variable("DOCKER_AUTH_CONFIG");
            if (!inline.isEmpty()) {
                known.add(
                        AuthFile.parse(
                                Path.of("DOCKER_AUTH_CONFIG"),
                                inline.getBytes(StandardCharsets.UTF_8)));
            }
            known.add(AuthFile.read(file()));
            if (variable("REGISTRY_AUTH_FILE").isEmpty()) {
                if (!variable("XDG_RUNTIME_DIR").isEmpty()) {
                    known.add(
                            AuthFile.read(
                                    Path.of(variable("XDG_RUNTIME_DIR"), "containers/auth.json")));
                }
                known.add(AuthFile.read(home().resolve(".config/containers/auth.json")));
                Path old = home().resolve(".dockercfg");
                if (Files.exists(old)) {
                    known.add(AuthFile.readOld(old));
                }
            }
            files = known;
        }
        return known;
    }

    /**
     * Looks up who the user is to a registry.
     *
     * @param registry host and port as in a reference
     * @param repository the repository, "" when none is meant
     * @return empty when the user has no login there
     * @throws IOException when a file cannot be read, or a helper fails
     */
    public Optional<Login> find(String registry, String repository) throws IOException {
        Optional<Login> found = Optional.empty();
        for (String helper : helpers) {
            if (found.isEmpty()) {
                found =
                        helper.equals(RegistriesConf.FILES)
                                ? fromFiles(registry, repository)
                                : fromHelper(helper, registry);
            }
        }
        return found;
    }

    private Optional<Login> fromFiles(String registry, String repository) throws IOException {
        for (AuthFile file : files()) {
            String helper = file.helper(registry);
            Optional<Login> found =
                    helper.isEmpty()
                            ? Optional.empty()
                            : fromHelper(helper, AuthFile.key(registry));
            if (found.isEmpty()) {
                found = file.find(registry, repository);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private synchronized Optional<Login> fromHelper(String suffix, String server)
            throws IOException {
        String key = suffix + " " + server;
        Optional<Login> known = helped.get(key);
        if (known == null) {
            known = helper(suffix).get(server);
            helped.put(key, known);
        }
        return known;
    }

    private CredentialHelper helper(String suffix) throws IOException {
        return new CredentialHelper(suffix, variable("PATH"));
    }

    /**
     * Keeps a login, in the helper where registries.conf or docker's configuration names one, else
     * in {@link #file}.
     *
     * @param registry host and port as in a reference
     * @return where it is now: the name of a helper, or the path of the file
     * @throws IOException when it cannot be written
     */
    public synchronized String store(String registry, Login login) throws IOException {
        String first = helpers.getFirst();
        if (!first.equals(RegistriesConf.FILES)) {
            helper(first).store(registry, login);
            helped.clear();
            return "docker-credential-" + first;
        }
        AuthFile target = AuthFile.read(file());
        String suffix = target.helper(registry);
        try {
            if (suffix.isEmpty()) {
                target.put(registry, login);
                return file().toString();
            }
            helper(suffix).store(AuthFile.key(registry), login);
            target.put(registry, null);
            return "docker-credential-" + suffix;
        } finally {
            files = null;
            helped.clear();
        }
    }

    /**
     * Forgets the login of a registry, in all helpers and in {@link #file}.
     *
     * @param registry host and port as in a reference
     * @return whether there was one
     * @throws IOException when it cannot be removed
     */
    public synchronized boolean erase(String registry) throws IOException {
        AuthFile target = AuthFile.read(file());
        String suffix = target.helper(registry);
        try {
            boolean erased = !suffix.isEmpty() && helper(suffix).erase(AuthFile.key(registry));
            for (String helper : helpers) {
                erased |= !helper.equals(RegistriesConf.FILES) && helper(helper).erase(registry);
            }
            boolean removed = target.remove(registry);
            return erased || removed;
        } finally {
            files = null;
            helped.clear();
        }
    }
}
