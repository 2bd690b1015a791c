package dev.cooper.base;

/**
 * A suite whose Release file is here and verified.
 *
 * @param source where it is from
 * @param release what it says
 * @param keyring the keys it was verified with
 * @param signer the id of the key that signed it
 * @param expired whether it is past its date, which the host's settings allow
 */
record OpenSuite(
        SuiteSource source, ReleaseFile release, Keyring keyring, long signer, boolean expired) {}
