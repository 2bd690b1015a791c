package dev.cooper.trust.notary;

/** Where the passphrases of keys come from. */
public interface Passphrases {
    /**
     * Asks for one.
     *
     * @param role what the key is for, such as {@code root}
     * @param gun the repository that it is for, "" for any
     * @param keyId its name
     * @param isNew whether the key is to be locked with it for the first time
     * @throws dev.cooper.oci.SyntaxException when nobody can be asked
     */
    String ask(String role, String gun, String keyId, boolean isNew);
}
