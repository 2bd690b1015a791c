package dev.cooper.policy.lint;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.trust.certificate.X509;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Looks at certificates of authorities that ran out, or soon will. */
final class CertificateLint {
    private static final Duration SOON = Duration.ofDays(30);

    private final Findings findings;
    private final Instant now;

    CertificateLint(Findings findings, Instant now) {
        this.findings = findings;
        this.now = now;
    }

    /** Checks certificates in PEM, if there are any. */
    void pem(YamlNode at) {
        String text = at.text();
        if (text.isBlank() || text.contains("{{") || !text.contains("-----BEGIN")) {
            return;
        }
        try {
            for (X509 one : X509.parsePem(text.getBytes(StandardCharsets.UTF_8), at.path())) {
                check(at, one);
            }
        } catch (SyntaxException e) {
            findings.error(
                    at,
                    "unreadable",
                    String.valueOf(e.getMessage()),
                    "put the certificate there in PEM");
        }
    }

    void check(YamlNode at, X509 one) {
        if (now.isBefore(one.notBefore())) {
            findings.error(
                    at,
                    "expired-root",
                    "the certificate of " + one.subject() + " holds only from " + one.notBefore(),
                    "use the one that holds now");
        }
        ends(at, "the certificate of " + one.subject(), one.notAfter());
    }

    void ends(YamlNode at, String what, Instant end) {
        if (now.isAfter(end)) {
            findings.error(
                    at,
                    "expired-root",
                    what + " ran out at " + end + "; what is signed since is refused",
                    "put its successor beside it");
        } else if (now.plus(SOON).isAfter(end)) {
            findings.warning(
                    at,
                    "expiring-root",
                    what + " runs out at " + end,
                    "put its successor beside it before");
        }
    }
}
