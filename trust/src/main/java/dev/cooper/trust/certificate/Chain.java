package dev.cooper.trust.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from a certificate up to a root.
 *
 * @param certificates the leaf first, the root last
 */
public record Chain(List<X509> certificates) {
    /** The number of the purpose of signing code. */
    public static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    /** The number of the purpose of time stamps. */
    public static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    private static final int LONGEST = 8;
    private static final int MOST_TRIES = 200;

    /** Copies the certificates. */
    public Chain {
        certificates = List.copyOf(certificates);
    }

    /** Returns the certificate next to the leaf, or the leaf itself when it is the root. */
    public X509 issuer() {
        return certificates.get(Math.min(1, certificates.size() - 1));
    }

    /**
     * Looks for a way from a leaf to one of the roots by which all hold at a time.
     *
     * @param between certificates that nobody trusts but that may stand between
     * @param roots what is trusted; may hold the leaf itself
     * @param purpose what the key of the leaf is for, and what all that say so must allow
     * @return empty when there is none
     */
    public static Optional<Chain> of(
            X509 leaf, List<X509> between, List<X509> roots, Instant at, String purpose) {
        if (!leaf.isFor(purpose) || !leaf.holdsAt(at)) {
            return Optional.empty();
        }
        List<X509> way = new ArrayList<>();
        way.add(leaf);
        Search search = new Search(between, roots, at, purpose);
        return search.climb(way) ? Optional.of(new Chain(way)) : Optional.empty();
    }

    private static final class Search {
        private final List<X509> between;
        private final List<X509> roots;
        private final Instant at;
        private final String purpose;
        private int tries;

        Search(List<X509> between, List<X509> roots, Instant at, String purpose) {
            this.between = between;
            this.roots = roots;
            this.at = at;
            this.purpose = purpose;
        }

        boolean climb(List<X509> way) {
            X509 last = way.getLast();
            if (roots.contains(last)) {
                return true;
            }
            return way.size() < LONGEST && (climb(way, roots) || climb(way, between));
        }

        private boolean climb(List<X509> way, List<X509> candidates) {
            for (X509 next : candidates) {
                if (fits(next, way)) {
                    way.add(next);
                    if (climb(way)) {
                        return true;
                    }
                    way.removeLast();
                }
            }
            return false;
        }

        private boolean fits(X509 next, List<X509> way) {
            long below = way.size() - 1L; // authorities between it and the leaf
            return !way.contains(next)
                    && next.isAuthority()
                    && next.pathLength().map(most -> most.longValue() >= below).orElse(true)
                    && next.holdsAt(at)
                    && (!next.hasPurposes() || next.isFor(purpose))
                    && ++tries <= MOST_TRIES
                    && way.getLast().isIssuedBy(next);
        }
    }
}
