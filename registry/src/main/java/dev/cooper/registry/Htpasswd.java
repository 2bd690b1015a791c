package dev.cooper.registry;

import at.favre.lib.crypto.bcrypt.BCrypt;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Users and bcrypt hashes in a file as Apache's htpasswd writes it; read again when it changes. */
final class Htpasswd {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");
    private static final int MOST_REMEMBERED = 1_000;
    private static final int LONGEST_PASSWORD = 72;

    /** Compared with when there is no such user, so that it takes as long. */
    private static final String NOBODY =
            "$2a$10$abcdefghijklmnopqrstuuN9qo8uLOickgx2ZMRZoMyeIjZAgcfl7";

    private record Users(FileTime modified, Map<String, String> hashes) {}

    private final Path file;

    /** Bcrypt is slow on purpose: strangers must not get all processors. */
    private final Semaphore slots = new Semaphore(2);

    /** Digests of headers that were right, with a salt of this process. */
    private final Map<String, FileTime> remembered = new ConcurrentHashMap<>();

    private final String salt = UUID.randomUUID().toString();
    private volatile Users users;

    private Htpasswd(Path file, Users users) {
        this.file = file;
        this.users = users;
    }

    /**
     * Reads the file.
     *
     * @throws SyntaxException when a line is no user and bcrypt hash
     */
    static Htpasswd open(Path file) throws IOException {
        return new Htpasswd(file, read(file));
    }

    private static Users read(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        Map<String, String> hashes = new HashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            String hash = line.substring(colon + 1).strip();
            if (colon < 1 || !hash.startsWith("$2") || hash.length() != NOBODY.length()) {
                throw new SyntaxException(
                        file
                                + ":"
                                + number
                                + ": want USER:HASH with a bcrypt hash, as htpasswd -B makes it");
            }
            hashes.put(line.substring(0, colon), hash);
        }
        return new Users(modified, hashes);
    }

    /**
     * Finds out who sends a request.
     *
     * @param authorization the header
     * @return the user; empty when name or password are wrong or missing
     */
    Optional<String> user(Optional<String> authorization) {
        if (authorization.isEmpty()
                || !authorization.get().regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        String pair;
        try {
            byte[] decoded = Base64.getDecoder().decode(authorization.get().substring(6).strip());
            pair = new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String name = pair.substring(0, colon);
        return isRight(name, pair.substring(colon + 1), pair)
                ? Optional.of(name)
                : Optional.empty();
    }

    private boolean isRight(String name, String password, String pair) {
        Users current = current();
        String key = Digest.sha256((salt + pair).getBytes(StandardCharsets.UTF_8)).hex();
        if (current.modified.equals(remembered.get(key))) {
            return true;
        }
        String hash = current.hashes.getOrDefault(name, NOBODY);
        if (!matches(password, hash) || !current.hashes.containsKey(name)) {
            return false;
        }
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(key, current.modified);
        return true;
    }

    private boolean matches(String password, String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_PASSWORD) {
            return false;
        }
        slots.acquireUninterruptibly();
        try {
            return BCrypt.verifyer()
                    .verify(bytes, hash.getBytes(StandardCharsets.US_ASCII))
                    .verified;
        } finally {
            slots.release();
        }
    }

    private Users current() {
        Users old = users;
        try {
            if (!Files.getLastModifiedTime(file).equals(old.modified)) {
                users = read(file);
            }
        } catch (IOException | SyntaxException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the users known so far stay, for "
                            + file
                            + " cannot be read: "
                            + e.getMessage());
        }
        return users;
    }
}
