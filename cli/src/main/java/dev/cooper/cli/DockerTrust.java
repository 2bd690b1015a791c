package dev.cooper.cli;

import dev.cooper.build.ImagePins;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Service;
import dev.cooper.trust.notary.Change;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notary.Delegation;
import dev.cooper.trust.notary.FileMeta;
import dev.cooper.trust.notary.HttpTrustServer;
import dev.cooper.trust.notary.KeyStore;
import dev.cooper.trust.notary.NoTrustDataException;
import dev.cooper.trust.notary.Pinning;
import dev.cooper.trust.notary.RoleFile;
import dev.cooper.trust.notary.Roles;
import dev.cooper.trust.notary.Targets;
import dev.cooper.trust.notary.TrustDirectory;
import dev.cooper.trust.notary.TrustKey;
import dev.cooper.trust.notary.TrustRepository;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Docker Content Trust: tags of images as names in repositories of notary, as docker has it. */
final class DockerTrust implements AutoCloseable {
    static final String OPTION =
            "Do not ask who signed it, whatever DOCKER_CONTENT_TRUST says (default true)";

    private static final String SERVER = "DOCKER_CONTENT_TRUST_SERVER";

    private final Terminal terminal;
    private final Path config;
    private final TrustDirectory directory;
    private final KeyStore keys;
    private final List<Service> services = new ArrayList<>();
    private final Map<String, TrustRepository> repositories = new HashMap<>();

    DockerTrust(Terminal terminal) {
        this.terminal = terminal;
        Map<String, String> environment = terminal.environment();
        String given = environment.getOrDefault("DOCKER_CONFIG", "");
        config =
                given.isEmpty()
                        ? Path.of(environment.getOrDefault("HOME", "/"), ".docker")
                        : Path.of(given);
        directory = new TrustDirectory(config.resolve("trust"));
        keys = directory.keys(TrustPassphrases.ofDocker(terminal));
    }

    /** Whether images are to be believed only when they are signed. */
    static boolean isOn(Options options, Terminal terminal) {
        if (options.given("disable-content-trust")) {
            return !options.isOn("disable-content-trust");
        }
        return isDemanded(terminal);
    }

    /** Whether DOCKER_CONTENT_TRUST says so. */
    static boolean isDemanded(Terminal terminal) {
        // what docker cannot read as a truth value switches it on, too
        return switch (terminal.environment().getOrDefault("DOCKER_CONTENT_TRUST", "")) {
            case "", "0", "f", "F", "false", "False", "FALSE" -> false;
            default -> true;
        };
    }

    /** What a build may take: when trust is on, what was signed under the names. */
    static ImagePins pins(Options options, Terminal terminal) {
        return isOn(options, terminal)
                ? reference -> {
                    try (DockerTrust trust = new DockerTrust(terminal)) {
                        return trust.pin(reference);
                    }
                }
                : ImagePins.NONE;
    }

    KeyStore keys() {
        return keys;
    }

    /** The repository of trust that goes with one of images. */
    TrustRepository repository(Reference name) throws IOException {
        TrustRepository known = repositories.get(name.name());
        if (known == null) {
            String gun = name.name();
            Service service = service(name.registry());
            services.add(service);
            known =
                    new TrustRepository(
                            gun,
                            directory,
                            new HttpTrustServer(service, gun),
                            keys,
                            Pinning.NONE,
                            Instant.now());
            repositories.put(gun, known);
        }
        return known;
    }

    private Service service(String registry) throws IOException {
        String server = terminal.environment().getOrDefault(SERVER, "");
        if (server.isEmpty()) {
            if (registry.equals(Reference.DOCKER_HUB)) {
                throw new SyntaxException(
                        "no trust server is known for images of "
                                + registry
                                + ": set "
                                + SERVER
                                + ", or turn content trust off with --disable-content-trust");
            }
            return Service.ofRegistry(registry, terminal.environment());
        }
        URI address = NotarySession.address(server);
        Path authority = config.resolve("tls").resolve(address.getAuthority()).resolve("ca.crt");
        return Service.at(
                address,
                registry,
                Optional.empty(),
                Optional.of(authority).filter(Files::exists),
                terminal.environment());
    }

    /** What is signed of a repository. */
    Collection update(Reference name) throws IOException {
        Collection found = repository(name).update();
        found.problems().forEach(problem -> terminal.error("warning: " + problem));
        return found;
    }

    /** A tag with the digest that was signed under it. */
    Reference pin(Reference reference) throws IOException {
        if (reference.digest().isPresent()) {
            return reference;
        }
        Reference tag = reference.withDefaultTag();
        Collection found;
        try {
            found = update(tag);
        } catch (NoTrustDataException e) {
            throw new IOException(
                    "remote trust data does not exist for " + tag.name() + ": " + e.getMessage(),
                    e);
        }
        String name = tag.tag().orElse("latest");
        Collection.Signed signed =
                found.released(name)
                        .orElseThrow(() -> new IOException("No valid trust data for " + name));
        return tag.withDigest(digest(signed.meta()));
    }

    /** The digest that was signed. */
    static Digest digest(FileMeta meta) {
        return Digest.parse(
                (meta.hashes().containsKey("sha256") ? "sha256:" : "sha512:") + meta.hex());
    }

    /** The tags that are signed. */
    List<String> tags(Reference repository) throws IOException {
        return update(repository).list(List.of(Roles.RELEASES, Roles.TARGETS)).stream()
                .map(Collection.Signed::name)
                .filter(name -> isTag(repository, name))
                .toList();
    }

    /** Whether a name that is signed can be a tag. */
    static boolean isTag(Reference repository, String name) {
        try {
            repository.withTag(name);
            return true;
        } catch (SyntaxException e) {
            return false; // some other file that is signed there
        }
    }

    /** Signs what was pushed under a tag; makes the repository when there is none. */
    void signPushed(Reference tag, Descriptor image) throws IOException {
        terminal.println("Signing and pushing trust metadata");
        TrustRepository repository = repository(tag);
        if (existing(repository).isEmpty()) {
            repository.initialize(Optional.empty(), true);
            repository.publish();
            terminal.println("Finished initializing \"" + tag.name() + "\"");
        }
        sign(tag, FileMeta.of(image.digest(), image.size()));
        terminal.println("Successfully signed " + tag);
    }

    /** What is signed; empty when there is no such repository. */
    static Optional<Collection> existing(TrustRepository repository) throws IOException {
        try {
            return Optional.of(repository.update());
        } catch (NoTrustDataException e) {
            return Optional.empty();
        }
    }

    /** Signs a tag in every role whose key is here. */
    void sign(Reference tag, FileMeta meta) throws IOException {
        TrustRepository repository = repository(tag);
        String name = tag.tag().orElse("latest");
        List<Change> changes = new ArrayList<>();
        for (String role : signable(repository.update(), name)) {
            changes.add(Change.add(role, name, meta));
        }
        repository.publish(changes);
    }

    /** The roles that may sign a name and whose keys are here. */
    List<String> signable(Collection found, String name) throws IOException {
        RoleFile<Targets> top = found.roles().get(Roles.TARGETS);
        if (top == null || top.content().delegations().isEmpty()) {
            return List.of(Roles.TARGETS);
        }
        List<String> roles = new ArrayList<>();
        for (Delegation one : top.content().delegations()) {
            int held = 0;
            for (String id : one.keys().keyIds()) {
                TrustKey key = top.content().keys().get(id);
                held += key != null && keys.find(key.bareId()).isPresent() ? 1 : 0;
            }
            if (one.covers(name) && held >= one.keys().threshold()) {
                roles.add(one.name());
            }
        }
        if (roles.isEmpty()) {
            throw new SyntaxException("no valid signing keys for delegation roles");
        }
        return roles;
    }

    /** The names of those who signed what is released under a tag, sorted as roles are. */
    static List<String> signers(Collection found, Collection.Signed released) {
        Set<String> names = new LinkedHashSet<>();
        for (String role : found.roles().keySet()) {
            boolean signer = !role.equals(Roles.TARGETS) && !role.equals(Roles.RELEASES);
            if (signer
                    && found.find(released.name(), role)
                            .filter(one -> one.meta().hex().equals(released.meta().hex()))
                            .isPresent()) {
                names.add(role.substring(Roles.TARGETS.length() + 1));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public void close() {
        services.forEach(Service::close);
    }
}
