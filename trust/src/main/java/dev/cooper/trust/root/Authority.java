package dev.cooper.trust.root;

import dev.cooper.trust.certificate.X509;

import java.util.List;

/**
 * An authority that is trusted to issue certificates or time stamps.
 *
 * @param url where it is; may be empty
 * @param chain its certificates, the root last
 * @param period when it is to be trusted
 */
public record Authority(String url, List<X509> chain, Period period) {
    /** Copies the chain. */
    public Authority {
        chain = List.copyOf(chain);
    }

    /** Returns the certificate that is trusted for itself. */
    public List<X509> root() {
        return List.of(chain.getLast());
    }

    /** Returns what may stand between a certificate and the root. */
    public List<X509> between() {
        return chain.subList(0, chain.size() - 1);
    }
}
