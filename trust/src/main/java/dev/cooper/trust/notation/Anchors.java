package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Where the certificates are that vouch for signers: a trust store, or whatever stands for one. */
public interface Anchors {
    /**
     * Reads the certificates of a store.
     *
     * @throws SyntaxException when there is no such store, it is empty, or a file has none that may
     *     be trusted
     * @throws IOException when it cannot be read
     */
    List<X509Certificate> certificates(TrustStore.Named store) throws IOException;
}
