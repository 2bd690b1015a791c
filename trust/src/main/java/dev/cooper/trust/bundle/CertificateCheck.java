package dev.cooper.trust.bundle;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.Chain;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.log.Sct;
import dev.cooper.trust.root.Authority;
import dev.cooper.trust.root.TrustedLog;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.verdict.Check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the certificate of a signer. */
final class CertificateCheck {
    private static final String CHAIN = "certificate-chain";

    private final TrustedRoot root;
    private final VerifyOptions options;

    CertificateCheck(TrustedRoot root, VerifyOptions options) {
        this.root = root;
        this.options = options;
    }

    /**
     * Checks it.
     *
     * @param chain the certificates that came along, the signer's first
     * @param times at which the signature was seen, at least one
     */
    List<Check> check(List<X509> chain, List<Instant> times, List<WantedIdentity> wanted) {
        X509 leaf = chain.getFirst();
        List<Check> checks = new ArrayList<>();
        for (Instant time : times) {
            if (!leaf.holdsAt(time)) {
                checks.add(
                        Check.failed(
                                "certificate-validity",
                                "the signature is of "
                                        + time
                                        + ", the certificate holds from "
                                        + leaf.notBefore()
                                        + " to "
                                        + leaf.notAfter()));
            }
        }
        Optional<Chain> found = Optional.empty();
        if (checks.isEmpty()) {
            checks.add(Check.passed("certificate-validity", "it held when it signed"));
            found = trusted(chain, times, checks);
        }
        if (options.promise() && found.isPresent()) {
            checks.add(promise(leaf, found.get().issuer()));
        }
        checks.add(identity(leaf, wanted));
        return checks;
    }

    private Optional<Chain> trusted(List<X509> chain, List<Instant> times, List<Check> checks) {
        X509 leaf = chain.getFirst();
        String reason = "no authority of the trusted root issued it for signing";
        for (Authority authority : root.authorities()) {
            List<X509> between = new ArrayList<>(authority.between());
            between.addAll(chain.subList(1, chain.size()));
            Optional<Chain> way = Optional.empty();
            for (Instant time : times) {
                way = Chain.of(leaf, between, authority.root(), time, Chain.CODE_SIGNING);
                if (way.isEmpty()) {
                    break;
                }
            }
            if (way.isPresent()) {
                if (times.stream().allMatch(authority.period()::holds)
                        && authority.period().holds(leaf.notBefore())) {
                    checks.add(Check.passed(CHAIN, "issued by " + leaf.issuer()));
                    return way;
                }
                reason = "its authority is trusted only " + authority.period();
            }
        }
        checks.add(Check.failed(CHAIN, reason));
        return Optional.empty();
    }

    private Check promise(X509 leaf, X509 issuer) {
        String name = "certificate-log";
        List<Sct> promises = Sct.in(leaf);
        for (Sct promise : promises) {
            for (TrustedLog log : root.certificateLogs()) {
                if (log.id().equals(promise.logId())
                        && log.period().holds(promise.time())
                        && promise.isOf(leaf, issuer, log.verifier())) {
                    return Check.passed(name, "a log took the certificate at " + promise.time());
                }
            }
        }
        return Check.failed(
                name,
                promises.isEmpty()
                        ? "the certificate has no promise of a log of certificates"
                        : "no log of certificates that the trusted root knows promised to take it");
    }

    private static Check identity(X509 leaf, List<WantedIdentity> wanted) {
        try {
            List<Check> each = wanted.stream().map(one -> one.check(leaf)).toList();
            return each.size() == 1
                    ? each.getFirst()
                    : each.stream()
                            .filter(Check::isPassed)
                            .findFirst()
                            .orElseGet(() -> Check.any("certificate-identity", each));
        } catch (SyntaxException e) {
            return Check.failed("certificate-identity", String.valueOf(e.getMessage()));
        }
    }
}
