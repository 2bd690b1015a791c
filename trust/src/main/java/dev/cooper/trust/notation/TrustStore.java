package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The certificates that a user trusts, in files as notation keeps them. */
public final class TrustStore implements Anchors {
    private static final long MOST_BYTES = 1 << 20;

    private final Path root;

    /**
     * Makes a store.
     *
     * @param configuration notation's directory; need not be there
     */
    public TrustStore(Path configuration) {
        this.root = configuration.resolve("truststore").resolve("x509");
    }

    /** What the certificates of a store may vouch for. */
    public enum Type {
        /** Who signs. */
        CA("ca"),
        /** Who signs and when. */
        SIGNING_AUTHORITY("signingAuthority"),
        /** When it was. */
        TSA("tsa");

        private final String id;

        Type(String id) {
            this.id = id;
        }

        /** Returns notation's word for it. */
        public String id() {
            return id;
        }

        /**
         * Reads notation's word.
         *
         * @throws SyntaxException when there is no such type
         */
        public static Type parse(String id) {
            return Arrays.stream(values())
                    .filter(one -> one.id.equals(id))
                    .findFirst()
                    .orElseThrow(() ->
                            new SyntaxException(
                                    "unsupported type of trust store \""
                                            + id
                                            + "\"; there are ca, signingAuthority and tsa"));
        }
    }

    /**
     * A named store.
     *
     * @param type what it may vouch for
     * @param name letters, digits, {@code .}, {@code _} and {@code -}
     */
    public record Named(Type type, String name) {
        /** Refuses names that are no file names of notation. */
        public Named {
            checkName(name);
        }

        /** Reads {@code ca:name}. */
        static Named parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new SyntaxException(
                        "the trust store \"" + text + "\" has no type; write ca:" + text);
            }
            return new Named(Type.parse(text.substring(0, colon)), text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return type.id() + ":" + name;
        }
    }

    /** A certificate file of a store. */
    public record Entry(Named store, String file) {}

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "._-".indexOf(c) >= 0;
    }

    static void checkName(String name) {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || !name.chars().allMatch(TrustStore::isPlain)) {
            throw new SyntaxException(
                    "\""
                            + name
                            + "\" is no name; it takes letters, digits, \".\", \"_\" and \"-\"");
        }
    }

    private Path directory(Named store) {
        return root.resolve(store.type().id()).resolve(store.name());
    }

    /** Lists the files of all stores, in order. */
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Type type : Type.values()) {
            for (String name : names(root.resolve(type.id()))) {
                Named store = new Named(type, name);
                names(directory(store)).forEach(file -> entries.add(new Entry(store, file)));
            }
        }
        return entries;
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(one -> String.valueOf(one.getFileName())).sorted().toList();
        }
    }

    @Override
    public List<X509Certificate> certificates(Named store) throws IOException {
        if (!Files.isDirectory(directory(store))) {
            throw new SyntaxException("there is no trust store " + store);
        }
        List<X509Certificate> all = new ArrayList<>();
        for (String file : names(directory(store))) {
            all.addAll(trusted(store, read(new Entry(store, file)), file));
        }
        if (all.isEmpty()) {
            throw new SyntaxException("the trust store " + store + " is empty");
        }
        return all;
    }

    /**
     * Reads the certificates of a file.
     *
     * @throws SyntaxException when there is no such file, or no certificate in it
     * @throws IOException when it cannot be read
     */
    public List<X509Certificate> read(Entry entry) throws IOException {
        Path file = file(entry);
        try {
            return Certificates.parse(bounded(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new SyntaxException("there is no certificate " + file, e);
        }
    }

    private Path file(Entry entry) {
        if (entry.file().contains("/") || entry.file().startsWith(".")) {
            throw new SyntaxException("\"" + entry.file() + "\" is no name of a file");
        }
        return directory(entry.store()).resolve(entry.file());
    }

    private static byte[] bounded(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new SyntaxException(file + " is a symbolic link; trust stores have none");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new SyntaxException(file + " is larger than " + MOST_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** Only authorities and who issued himself end chains. */
    private static List<X509Certificate> trusted(
            Named store, List<X509Certificate> some, String file) {
        for (X509Certificate one : some) {
            boolean self = Certificates.isIssued(one, one);
            if (store.type() == Type.TSA ? !self : !self && one.getBasicConstraints() < 0) {
                throw new SyntaxException(
                        file
                                + " in the trust store "
                                + store
                                + ": the certificate of "
                                + Certificates.name(one.getSubjectX500Principal())
                                + (store.type() == Type.TSA
                                        ? " is not issued by itself"
                                        : " is neither one of an authority nor issued by itself"));
            }
        }
        return some;
    }

    /**
     * Adds a file of certificates.
     *
     * @throws SyntaxException when it has none that may be trusted, or one is there by this name
     * @throws IOException when it cannot be read, or the store not written
     */
    public void add(Named store, Path file) throws IOException {
        byte[] content = bounded(file.toRealPath());
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".crt") && !lower.endsWith(".pem") && !lower.endsWith(".cer")) {
            throw new SyntaxException(file + " ends neither in .crt nor in .pem");
        }
        trusted(store, Certificates.parse(content, file.toString()), name);
        Path target = file(new Entry(store, name));
        if (Files.exists(target)) {
            throw new SyntaxException("the trust store " + store + " has a " + name + " already");
        }
        ConfigurationFile.write(target, content);
    }

    /**
     * Deletes a file.
     *
     * @throws SyntaxException when it is not there
     * @throws IOException when it cannot be deleted
     */
    public void delete(Entry entry) throws IOException {
        if (!Files.deleteIfExists(file(entry))) {
            throw new SyntaxException(
                    "there is no " + entry.file() + " in the trust store " + entry.store());
        }
        if (names(directory(entry.store())).isEmpty()) {
            Files.deleteIfExists(directory(entry.store()));
        }
    }
}
