package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.OnePlatform;
import dev.cooper.transfer.Access;
import dev.cooper.transfer.Login;
import dev.cooper.transfer.Lookup;
import dev.cooper.transfer.Registries;
import dev.cooper.transfer.RegistryPlace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The registries as one command uses them; their configuration is read when the first is asked for.
 * Closing shows what they warned of.
 */
final class Remote implements AutoCloseable {
    private final Terminal terminal;
    private final boolean insecure;
    private final Access access;
    private final Optional<Path> links;
    private @Nullable Registries opened;

    /** The registry that this command logs in to; empty for none. */
    private String loginRegistry = "";

    Remote(Terminal terminal) {
        this(terminal, false);
    }

    /** With registries that may all be insecure. */
    Remote(Terminal terminal, boolean insecure) {
        this(terminal, insecure ? Access.INSECURE : Access.USUAL, Optional.empty());
    }

    /**
     * With registries that are all spoken with in one way.
     *
     * @param links a directory of links that is deleted at the end
     */
    Remote(Terminal terminal, Access access, Optional<Path> links) {
        this.terminal = terminal;
        this.insecure = access.insecure();
        this.access = access;
        this.links = links;
    }

    Terminal terminal() {
        return terminal;
    }

    synchronized Registries registries() throws IOException {
        Registries known = opened;
        if (known == null) {
            known = Registries.ofEnvironment(terminal.environment());
            opened = known;
        }
        return known;
    }

    /** Logs in to the registry of an image, instead of with the login that is kept for it. */
    synchronized void logIn(String image, Login login) throws IOException {
        loginRegistry = named(image).registry();
        registries().use(loginRegistry, new Access(insecure, Optional.empty(), Optional.of(login)));
    }

    RegistryPlace place(Reference reference) throws IOException {
        Registries registries = registries();
        if (!access.equals(Access.USUAL) && !reference.registry().equals(loginRegistry)) {
            registries.use(reference.registry(), access);
        }
        return registries.repository(reference);
    }

    /** A name as a descriptor of the registry; of an index the image for a platform if asked. */
    Descriptor require(Reference reference, Optional<Platform> platform) throws IOException {
        RegistryPlace place = place(reference);
        Descriptor root = Lookup.require(place, reference);
        return platform.isEmpty()
                ? root
                : OnePlatform.of(place, root, platform.get(), reference.familiar()).image();
    }

    /**
     * An operand as the name of an image to read; a short name as registries.conf has it, what is
     * said then.
     */
    Reference named(String operand) throws IOException {
        if (operand.startsWith("docker://")) {
            return reference(operand);
        }
        Reference named = registries().named(operand);
        if (!named.equals(Reference.parse(operand))) {
            terminal.error(operand + " is " + named + " (registries.conf)");
        }
        return named;
    }

    /** An operand as a reference. */
    static Reference reference(String operand) {
        String text = operand.startsWith("docker://") ? operand.substring(9) : operand;
        return Reference.parse(text);
    }

    /** An operand as a repository, which has no tag. */
    static Reference repository(String operand) {
        Reference reference = reference(operand);
        if (reference.tag().isPresent() || reference.digest().isPresent()) {
            throw new SyntaxException(
                    operand
                            + ": a repository is wanted, without tag or digest: "
                            + reference.familiarName());
        }
        return reference;
    }

    /** The value of {@code --platform}. */
    static Optional<Platform> platform(Optional<String> value) {
        return value.filter(text -> !text.isEmpty()).map(Platform::parse);
    }

    /** Whether {@code --format json} was given; nothing else is accepted. */
    static boolean json(Optional<String> format) {
        if (format.isPresent() && !format.get().equals("json") && !format.get().equals("table")) {
            throw new UsageException("--format takes json, not \"" + format.get() + "\"");
        }
        return format.isPresent() && format.get().equals("json");
    }

    private void deleteLinks() {
        if (links.isPresent()) {
            try (Stream<Path> files = Files.list(links.get())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(links.get());
            } catch (IOException e) {
                terminal.error("warning: " + links.get() + " is left: " + e.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() {
        deleteLinks();
        Registries registries = opened;
        if (registries == null) {
            return;
        }
        for (String warning : registries.warnings()) {
            terminal.error("warning: " + warning);
        }
        registries.close();
    }
}
