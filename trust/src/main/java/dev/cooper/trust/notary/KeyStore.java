package dev.cooper.trust.notary;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The private keys of a user, each a file that is named after its public key. */
public final class KeyStore {
    private static final String END = ".key";
    private static final int MOST_BYTES = 1 << 20;

    private final Path directory;
    private final Passphrases passphrases;
    private final Map<String, SigningKey> unlocked = new HashMap<>();

    KeyStore(Path directory, Passphrases passphrases) {
        this.directory = directory;
        this.passphrases = passphrases;
    }

    /**
     * One key that there is.
     *
     * @param id its name
     * @param file its file
     * @param role what it is for
     * @param gun the repository that it is for, "" for any
     */
    public record Entry(String id, Path file, String role, String gun) {}

    /** The directory of the keys. */
    public Path directory() {
        return directory;
    }

    /** All keys, sorted by role, repository and name; what is no key is left out. */
    public List<Entry> list() throws IOException {
        List<Entry> all = new ArrayList<>();
        for (Path file : TrustDirectory.list(directory, END)) {
            String name = String.valueOf(file.getFileName());
            String id = name.substring(0, name.length() - END.length());
            try {
                KeyFile key = read(file);
                // before notary 0.4 the role of a key was a part of its name
                int old = id.indexOf('_');
                String role = key.role().isEmpty() && old > 0 ? id.substring(old + 1) : key.role();
                all.add(new Entry(old > 0 ? id.substring(0, old) : id, file, role, key.gun()));
            } catch (SyntaxException _) {
                // some other file
            }
        }
        all.sort(
                java.util.Comparator.comparing(Entry::role)
                        .thenComparing(Entry::gun)
                        .thenComparing(Entry::id));
        return all;
    }

    private static KeyFile read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new SyntaxException(file + " is too large for a key");
        }
        return KeyFile.parse(Files.readAllBytes(file), file.toString());
    }

    /** The key of this name. */
    public Optional<Entry> find(String id) throws IOException {
        return list().stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    /** What is in the file of a key. */
    public KeyFile file(Entry entry) throws IOException {
        return read(entry.file());
    }

    /**
     * Unlocks the private key of a public one; asks for the passphrase once.
     *
     * @return empty when it is not here
     */
    Optional<SigningKey> open(TrustKey key, String role) throws IOException {
        String id = key.bareId();
        SigningKey known = unlocked.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Entry> entry = find(id);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        SigningKey opened = open(entry.get(), role);
        if (!opened.publicKey().id().equals(id)) {
            throw new SyntaxException(entry.get().file() + " holds another key than its name says");
        }
        return Optional.of(opened);
    }

    /** Unlocks a key, for the role that its file names, or else this one. */
    SigningKey open(Entry entry, String otherwise) throws IOException {
        KeyFile file = read(entry.file());
        String role = entry.role().isEmpty() ? otherwise : entry.role();
        SigningKey key =
                file.open(
                        file.isLocked()
                                ? passphrases.ask(role, entry.gun(), entry.id(), false)
                                : "");
        unlocked.put(entry.id(), key);
        return key;
    }

    /** Makes a key that goes with no repository, keeps it, and returns its public one. */
    public TrustKey make(String role) throws IOException {
        return generate(role, "").publicKey();
    }

    /** The public key of one that is here; it is unlocked for that. */
    public TrustKey publicKey(Entry entry) throws IOException {
        return open(entry, "").publicKey();
    }

    /** Makes a key and keeps it. */
    SigningKey generate(String role, String gun) throws IOException {
        SigningKey key = SigningKey.generate();
        add(key, role, gun);
        return key;
    }

    /**
     * Keeps a key, locked with a passphrase that is asked for.
     *
     * @return its name
     */
    public String add(SigningKey key, String role, String gun) throws IOException {
        String id = key.publicKey().id();
        String password = passphrases.ask(role, gun, id, true);
        write(id, KeyFile.seal(key, role, gun, password));
        unlocked.put(id, key);
        return id;
    }

    /** Keeps a key locked as it is. */
    public void keep(String id, KeyFile file, String role, String gun) throws IOException {
        write(id, file.of(role, gun));
    }

    private void write(String id, KeyFile file) throws IOException {
        TrustDirectory.write(
                directory.resolve(id + END), file.text().getBytes(StandardCharsets.US_ASCII));
    }

    /** Locks a key with another passphrase, which is asked for as that of a new key. */
    public void relock(Entry entry) throws IOException {
        SigningKey key = open(entry, "");
        String password = passphrases.ask(entry.role(), entry.gun(), entry.id(), true);
        KeyFile sealed = KeyFile.seal(key, entry.role(), entry.gun(), password);
        TrustDirectory.write(entry.file(), sealed.text().getBytes(StandardCharsets.US_ASCII));
    }

    /** Removes the file of a key. */
    public void remove(Entry entry) throws IOException {
        Files.delete(entry.file());
        unlocked.remove(entry.id());
    }
}
