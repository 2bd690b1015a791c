package dev.cooper.transfer;

import java.nio.file.Path;

/**
 * What a client shows to a server.
 *
 * @param certificate the file of the certificate and those that signed it, in PEM
 * @param key the file of its private key in PKCS #8, perhaps the same
 */
record ClientCertificate(Path certificate, Path key) {}
