package dev.cooper.trust.notation;

import dev.cooper.trust.verdict.Check;

import java.security.cert.X509Certificate;
import java.util.List;

/** Tells whether certificates have been revoked. */
public interface Revocation {
    /** The name of the check. */
    String NAME = "revocation";

    /** For who asks nobody: nothing is known, so nothing passes. */
    Revocation NOBODY = _ -> Check.notChecked(NAME, "nobody was asked");

    /**
     * Asks about a chain whose issuers have been verified.
     *
     * @param chain the signer's first, the root last, which nobody is asked about
     * @return failed when one is revoked, not checked when that cannot be told
     */
    Check check(List<X509Certificate> chain);
}
