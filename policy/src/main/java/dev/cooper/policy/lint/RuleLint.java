package dev.cooper.policy.lint;

import dev.cooper.policy.document.YamlNode;

import java.time.Instant;

/** Looks at rules of Cooper's own. */
final class RuleLint {
    private final Findings findings;
    private final AttestorLint attestors;
    private final IdentityLint identities;

    RuleLint(Findings findings, Instant now) {
        this.findings = findings;
        this.attestors = new AttestorLint(findings, now);
        this.identities = new IdentityLint(findings);
    }

    void rules(YamlNode document) {
        for (YamlNode rule : document.get("rules").elements()) {
            if (rule.get("action").text().equals("warn")) {
                findings.warning(
                        rule.get("action"),
                        "audit-only",
                        "images that break the rule are told and let through",
                        "write deny when the warnings are quiet");
            }
            new ImagePatternLint(findings).check(rule.get("images").elements());
            rule.get("signatures").elements().forEach(this::signer);
            for (YamlNode stated : rule.get("attestations").elements()) {
                stated.get("by").elements().forEach(this::signer);
            }
        }
    }

    private void signer(YamlNode one) {
        if (one.get("keyless").exists()) {
            identities.check(one.get("keyless"));
        }
        attestors.logs(one.get("ignoreTlog"), one.get("ignoreSCT"), one.get("keyless").exists());
    }
}
