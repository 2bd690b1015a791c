package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an envelope signs beside the payload.
 *
 * @param algorithm how it is signed
 * @param contentType of the payload
 * @param scheme {@link #X509} or {@link #AUTHORITY}
 * @param signingTime when it was signed, as the signer says; with {@link #X509}
 * @param authenticTime when it was signed, as the authority vouches for; with {@link #AUTHORITY}
 * @param expiry after which the signer does not want it to be used
 * @param plugin the program that must verify it
 * @param unknown other fields that are signed and must be understood
 */
record Header(
        Algorithm algorithm,
        String contentType,
        String scheme,
        Optional<Instant> signingTime,
        Optional<Instant> authenticTime,
        Optional<Instant> expiry,
        Optional<String> plugin,
        List<String> unknown) {
    static final String PREFIX = "io.cncf.notary.";
    static final String SCHEME = PREFIX + "signingScheme";
    static final String SIGNING_TIME = PREFIX + "signingTime";
    static final String AUTHENTIC_TIME = PREFIX + "authenticSigningTime";
    static final String EXPIRY = PREFIX + "expiry";
    static final String PLUGIN = PREFIX + "verificationPlugin";
    static final String PLUGIN_VERSION = PREFIX + "verificationPluginMinVersion";
    static final String TIMESTAMP = PREFIX + "timestampSignature";
    static final String AGENT = PREFIX + "signingAgent";

    /** Signed with a certificate that proves who signed. */
    static final String X509 = "notary.x509";

    /** Signed by an authority that also vouches for the time. */
    static final String AUTHORITY = "notary.x509.signingAuthority";

    private static final Set<String> KNOWN =
            Set.of(SCHEME, SIGNING_TIME, AUTHENTIC_TIME, EXPIRY, PLUGIN, PLUGIN_VERSION);

    Header {
        unknown = List.copyOf(unknown);
    }

    /** What must be understood of these fields: all that change what the signature means. */
    List<String> critical() {
        List<String> names = new ArrayList<>(List.of(SCHEME));
        if (authenticTime.isPresent()) {
            names.add(AUTHENTIC_TIME);
        }
        if (expiry.isPresent()) {
            names.add(EXPIRY);
        }
        return names;
    }

    /**
     * Refuses what the rules of notation do not allow.
     *
     * @param critical what the envelope says must be understood
     * @param present the fields that are signed
     */
    Header checked(List<String> critical, Set<String> present) {
        if (!contentType.equals(Payload.MEDIA_TYPE)) {
            throw new SyntaxException(
                    "the payload is " + contentType + ", want " + Payload.MEDIA_TYPE);
        }
        if (Set.copyOf(critical).size() != critical.size()) {
            throw new SyntaxException("crit names a header twice");
        }
        for (String name : critical) {
            if (!present.contains(name)) {
                throw new SyntaxException("crit names " + name + ", which is not signed");
            }
        }
        boolean authority = scheme.equals(AUTHORITY);
        if (!authority && !scheme.equals(X509)) {
            throw new SyntaxException("unknown signing scheme " + scheme);
        }
        if (authority ? signingTime.isPresent() : authenticTime.isPresent()) {
            throw new SyntaxException("a time is signed that does not go with " + scheme);
        }
        if (authority ? authenticTime.isEmpty() : signingTime.isEmpty()) {
            throw new SyntaxException("the time that " + scheme + " needs is missing");
        }
        for (String name : critical()) {
            if (!critical.contains(name)) {
                throw new SyntaxException(name + " must be named in crit");
            }
        }
        return this;
    }

    /** Those of the names that no rule of notation explains. */
    static List<String> unknown(List<String> critical) {
        return critical.stream().filter(name -> !KNOWN.contains(name)).toList();
    }

    /** The moment that certificates must have been valid at, if the envelope proves one. */
    Optional<Instant> provenTime() {
        return authenticTime;
    }

    /** When it was signed, proven or not. */
    Instant time() {
        return authenticTime.or(() -> signingTime).orElse(Instant.EPOCH);
    }
}
