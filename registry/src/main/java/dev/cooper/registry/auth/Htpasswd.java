package dev.cooper.registry.auth;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.Login;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users and bcrypt hashes in a file as Apache's htpasswd writes it; read again when it changes. */
final class Htpasswd {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");

    private record Users(FileTime modified, Map<String, String> hashes) {}

    private final Path file;

    private final PasswordCheck check = new PasswordCheck();
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

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (FileSystemException e) {
            throw e; // which names the file
        } catch (IOException e) {
            throw new IOException(
                    file + ": " + e.getMessage() + "; want a file of users and bcrypt hashes", e);
        }
    }

    private static Users read(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        Map<String, String> hashes = new HashMap<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            String hash = line.substring(colon + 1).strip();
            if (colon < 1 || !hash.startsWith("$2") || hash.length() != PasswordCheck.HASH_LENGTH) {
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
     * @param address where it comes from
     * @return the user; empty when name or password are wrong or missing
     * @throws ApiException when too many wrong passwords came from there
     */
    Optional<String> user(Optional<String> authorization, String address) {
        Optional<Login> login = Login.basic(authorization);
        if (login.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> hashes = current().hashes;
        String name = login.get().user();
        Optional<String> hash = Optional.ofNullable(hashes.get(name));
        return check.isRight(login.get(), address, hash, hashes.values().stream().findFirst())
                ? Optional.of(name)
                : Optional.empty();
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
