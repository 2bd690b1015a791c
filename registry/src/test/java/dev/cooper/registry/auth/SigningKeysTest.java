package dev.cooper.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Storage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Keys that follow each other, by a clock that the test sets. */
class SigningKeysTest {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    @TempDir Path directory;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private Storage storage;

    @BeforeEach
    void open() throws IOException {
        storage = Storage.open(RegistryConfig.defaults(directory));
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    private SigningKeys node() throws IOException {
        return SigningKeys.open(database(), LIFETIME, now::get);
    }

    private Database database() {
        return storage.database();
    }

    private void rotate(boolean revoke) throws IOException {
        SigningKeys.rotate(database(), LIFETIME, revoke, now.get());
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static JWSHeader sign(SigningKeys node) throws IOException, ParseException {
        return SignedJWT.parse(node.sign(new JWTClaimsSet.Builder().build())).getHeader();
    }

    @Test
    void anotherNodeSignsWithTheNewKeyBeforeLongAndKnowsItAtOnce()
            throws IOException, ParseException {
        SigningKeys one = node();
        SigningKeys other = node();
        JWSHeader first = sign(one);
        assertEquals(first.getKeyID(), sign(other).getKeyID());
        rotate(false);
        pass(Duration.ofSeconds(11));
        JWSHeader second = sign(one);
        assertNotEquals(first.getKeyID(), second.getKeyID());
        assertTrue(other.find(second).isPresent());
        assertTrue(other.find(first).isPresent());
        assertEquals(second.getKeyID(), sign(other).getKeyID());
    }

    @Test
    void anOlderKeyIsBelievedAsLongAsItsTokensLive() throws IOException, ParseException {
        SigningKeys node = node();
        JWSHeader first = sign(node);
        rotate(false);
        pass(LIFETIME);
        assertTrue(node.find(first).isPresent());
        pass(Duration.ofMinutes(3));
        assertFalse(node.find(first).isPresent());
        rotate(false);
        long kept = database().read(sql -> sql.number("SELECT COUNT(*) FROM token_key"));
        assertEquals(2, kept);
    }

    @Test
    void aRevokedKeyIsForgottenByAllNodes() throws IOException, ParseException {
        SigningKeys node = node();
        JWSHeader first = sign(node);
        rotate(true);
        pass(Duration.ofSeconds(11));
        assertFalse(node.find(first).isPresent());
        assertNotEquals(first.getKeyID(), sign(node).getKeyID());
    }
}
