package dev.cooper.trust.bundle;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.Chain;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.root.Authority;
import dev.cooper.trust.timestamp.TimestampToken;
import dev.cooper.trust.verdict.Check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Checks the time stamps over a signature, of which one must hold. */
final class TimestampCheck {
    private static final String NAME = "signed-timestamp";

    private final List<Authority> authorities;

    TimestampCheck(List<Authority> authorities) {
        this.authorities = authorities;
    }

    /**
     * Checks all time stamps.
     *
     * @param times where the times are added that are proved
     */
    Check check(Signed signed, List<Instant> times) {
        if (signed.timestamps().isEmpty()) {
            return Check.failed(NAME, "the signature comes with no time stamp");
        }
        byte[] signature = HexFormat.of().parseHex(signed.signature());
        List<Check> checks = new ArrayList<>();
        for (byte[] stamp : signed.timestamps()) {
            try {
                checks.add(check(TimestampToken.parse(stamp), signature, times));
            } catch (SyntaxException e) {
                checks.add(Check.failed(NAME, String.valueOf(e.getMessage())));
            }
        }
        return checks.size() == 1 ? checks.getFirst() : Check.any("signed-timestamps", checks);
    }

    private Check check(TimestampToken token, byte[] signature, List<Instant> times) {
        if (!token.isAbout(signature)) {
            return Check.failed(NAME, "the time stamp is over something else");
        }
        Instant time = token.time();
        String reason = "no authority of the trusted root signed it";
        for (Authority authority : authorities) {
            for (X509 signer : signers(token, authority)) {
                if (!token.isSignedBy(signer)) {
                    continue;
                }
                if (!authority.period().holds(time)) {
                    reason =
                            "its authority is trusted only "
                                    + authority.period()
                                    + ", not at "
                                    + time;
                } else if (!holds(signer, authority, time)) {
                    reason =
                            authority.chain().contains(signer)
                                    ? "the authority's certificates did not hold at " + time
                                    : reason;
                } else {
                    times.add(time);
                    return Check.passed(NAME, "signed at " + time);
                }
            }
        }
        return Check.failed(NAME, reason);
    }

    private static boolean holds(X509 signer, Authority authority, Instant time) {
        List<X509> between = authority.between();
        return Chain.of(signer, between, authority.root(), time, Chain.TIME_STAMPING).isPresent();
    }

    /** Whose certificate it may be: one of the trusted root, or one that came along. */
    private static List<X509> signers(TimestampToken token, Authority authority) {
        List<X509> all = new ArrayList<>(authority.chain());
        token.certificates().stream().filter(one -> !all.contains(one)).forEach(all::add);
        return all;
    }
}
