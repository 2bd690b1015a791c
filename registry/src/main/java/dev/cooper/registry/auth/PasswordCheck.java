package dev.cooper.registry.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;

import dev.cooper.oci.Digest;
import dev.cooper.registry.protocol.Login;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Compares passwords with bcrypt hashes: as slow for a stranger as for a user, quick when known.
 */
final class PasswordCheck {
    /** In bytes of UTF-8; bcrypt reads no more. */
    static final int LONGEST_PASSWORD = 72;

    static final int HASH_LENGTH = 60;
    private static final int COST = 10;
    private static final int MOST_REMEMBERED = 1_000;

    /** Compared with when there is no such user, so that it takes as long. */
    private static final String NOBODY =
            "$2a$10$abcdefghijklmnopqrstuuN9qo8uLOickgx2ZMRZoMyeIjZAgcfl7";

    /** Bcrypt is slow on purpose: strangers must not get all processors. */
    private final Semaphore slots = new Semaphore(2);

    /** Digests of logins that were right, with a salt of this process; the hash they were for. */
    private final Map<String, String> remembered = new ConcurrentHashMap<>();

    private final String salt = UUID.randomUUID().toString();
    private final LoginGuard guard;

    PasswordCheck() {
        this(new LoginGuard(Instant::now, Thread::sleep));
    }

    PasswordCheck(LoginGuard guard) {
        this.guard = guard;
    }

    static String hash(String password) {
        return BCrypt.withDefaults().hashToString(COST, password.toCharArray());
    }

    /**
     * Whether a password is right.
     *
     * @param address where the request comes from
     * @param hash the user's; empty when there is no such user
     * @param likely the hash of some other user, whose cost is used when there is no such user
     * @throws ApiException when too many wrong ones came from there
     */
    boolean isRight(Login login, String address, Optional<String> hash, Optional<String> likely) {
        String key =
                Digest.sha256(
                                (salt + login.user() + ":" + login.password())
                                        .getBytes(StandardCharsets.UTF_8))
                        .hex();
        if (hash.isPresent() && hash.get().equals(remembered.get(key))) {
            return true;
        }
        guard.await(address, login.user());
        String nobody =
                likely.map(each -> each.substring(0, 7) + NOBODY.substring(7)).orElse(NOBODY);
        if (!matches(login.password(), hash.orElse(nobody)) || hash.isEmpty()) {
            guard.failed(address, login.user());
            return false;
        }
        guard.succeeded(address, login.user());
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(key, hash.get());
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
}
