package dev.cooper.registry.auth;

import com.nimbusds.jose.JWSHeader;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Optional;

/** The keys whose signatures on tokens are trusted. */
interface TokenKeys {
    /**
     * Finds the key that a token says it was signed with.
     *
     * @return empty when that is no key that is trusted
     * @throws IOException when the keys cannot be looked up
     */
    Optional<PublicKey> find(JWSHeader header) throws IOException;
}
