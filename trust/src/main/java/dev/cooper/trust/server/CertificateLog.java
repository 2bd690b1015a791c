package dev.cooper.trust.server;

import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.log.Sct;

import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;

/** The log of all certificates that are issued, as RFC 6962 has it. */
final class CertificateLog implements AutoCloseable {
    private static final int SHA256_WITH_ECDSA = 0x0403;

    private final KeyPair key;
    private final AppendOnly entries;
    private final Clock clock;

    CertificateLog(ServerDirectory directory, Clock clock) throws IOException {
        this.key = directory.key("ctfe");
        this.entries = AppendOnly.open(directory, "certificates.log", _ -> {});
        this.clock = clock;
    }

    KeyPair key() {
        return key;
    }

    /** Returns how many entries are in it. */
    long size() {
        return entries.head().size();
    }

    /**
     * Enters what is to become a certificate.
     *
     * @param tbs the part that is to be signed, without promises
     * @return the promise, which is true already
     */
    Sct enter(X509 issuer, byte[] tbs) throws IOException {
        long now = clock.millis();
        // The leaf of the tree and what a promise signs are the same bytes: the version 1, and the
        // type 0 of each.
        byte[] leaf = Sct.signed(issuer, tbs, now, new byte[0]);
        entries.append(now, leaf);
        return new Sct(
                PublicKeys.digest(key.publicKey()).hex(),
                now,
                "",
                SHA256_WITH_ECDSA,
                HexFormat.of().formatHex(key.sign(leaf)));
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
