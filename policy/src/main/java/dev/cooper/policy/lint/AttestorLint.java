package dev.cooper.policy.lint;

import dev.cooper.policy.document.YamlNode;

import java.time.Instant;
import java.util.List;

/** Looks at who must have signed, as policies of Kyverno say it. */
final class AttestorLint {
    private static final int DEEPEST = 10;

    private final Findings findings;
    private final IdentityLint identities;
    private final CertificateLint certificates;

    AttestorLint(Findings findings, Instant now) {
        this.findings = findings;
        this.identities = new IdentityLint(findings);
        this.certificates = new CertificateLint(findings, now);
    }

    void sets(YamlNode list) {
        list.elements().forEach(set -> set(set, DEEPEST));
    }

    private void set(YamlNode set, int deepest) {
        List<YamlNode> entries = set.get("entries").elements();
        YamlNode count = set.get("count");
        if (count.exists() && count.text().matches("0+")) {
            findings.error(
                    count,
                    "count-zero",
                    "none of those below must have signed",
                    "leave count out, so that all must, or say how many");
        }
        if (entries.isEmpty()) {
            findings.error(set, "no-attestor", "nobody stands in it", "name who must sign");
        }
        for (YamlNode entry : entries) {
            if (entry.get("attestor").exists() && deepest > 0) {
                set(entry.get("attestor"), deepest - 1);
            }
            entry(entry);
        }
    }

    private void entry(YamlNode entry) {
        YamlNode keyless = entry.get("keyless");
        if (keyless.exists()) {
            identities.check(keyless);
            certificates.pem(keyless.get("roots"));
        }
        certificates.pem(entry.get("certificates", "cert"));
        certificates.pem(entry.get("certificates", "certChain"));
        for (String kind : List.of("keys", "keyless", "certificates")) {
            YamlNode one = entry.get(kind);
            logs(
                    one.get("rekor", "ignoreTlog"),
                    one.get("ctlog", "ignoreSCT"),
                    kind.equals("keyless"));
            certificates.pem(one.get("ctlog", "tsaCertChain"));
        }
    }

    /** Checks what is not to be asked of logs. */
    void logs(YamlNode transparency, YamlNode promises, boolean keyless) {
        if (isTrue(transparency)) {
            if (keyless) {
                findings.error(
                        transparency,
                        "ignore-tlog",
                        "certificates hold for minutes, and without the log nothing proves that a"
                                + " signature was made while one did",
                        "leave it out");
            } else {
                findings.warning(
                        transparency,
                        "ignore-tlog",
                        "whoever steals the key signs without anybody noticing",
                        "leave it out where signatures are entered in a log");
            }
        }
        if (isTrue(promises)) {
            findings.warning(
                    promises,
                    "ignore-sct",
                    "certificates count that the authority gave out in secret",
                    "leave it out");
        }
    }

    static boolean isTrue(YamlNode at) {
        return at.exists() && at.text().equalsIgnoreCase("true");
    }

    static boolean isFalse(YamlNode at) {
        return at.exists() && at.text().equalsIgnoreCase("false");
    }
}
