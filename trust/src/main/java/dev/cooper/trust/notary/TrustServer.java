package dev.cooper.trust.notary;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The server of one repository's metadata. */
public interface TrustServer {
    /** Where it is, for messages. */
    String address();

    /**
     * Fetches a file of metadata. It is not verified.
     *
     * @param name without {@code .json}: a role, a role with a dot and a hash, or a version with a
     *     dot and a role
     * @param most the most bytes that are taken
     * @return empty when the server does not have it
     * @throws IOException when the server cannot be asked
     */
    Optional<byte[]> get(String name, int most) throws IOException;

    /**
     * Puts files in place of the newest ones, all or none.
     *
     * @param files by their roles
     * @throws IOException when the server refuses them or cannot be asked
     */
    void publish(Map<String, byte[]> files) throws IOException;

    /**
     * Asks for the server's own key of a role.
     *
     * @throws IOException when the server has none or cannot be asked
     */
    TrustKey key(String role) throws IOException;

    /**
     * Has the server make itself a new key for a role.
     *
     * @throws IOException when the server refuses it or cannot be asked
     */
    TrustKey rotate(String role) throws IOException;

    /**
     * Deletes all that it has of the repository.
     *
     * @throws IOException when the server refuses it or cannot be asked
     */
    void delete() throws IOException;
}
