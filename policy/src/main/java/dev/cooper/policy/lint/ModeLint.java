package dev.cooper.policy.lint;

import dev.cooper.policy.document.YamlNode;

/** Looks at what is done when an image is not verified, and when it cannot be told. */
final class ModeLint {
    private final Findings findings;

    ModeLint(Findings findings) {
        this.findings = findings;
    }

    void failure(YamlNode at) {
        if (at.exists() && at.text().equals("Ignore")) {
            findings.error(
                    at,
                    "failure-policy-ignore",
                    "whoever keeps the webhook from answering in time gets every image in",
                    "write Fail");
        }
    }

    /** What is reported and lets in. */
    void audit(YamlNode at) {
        findings.warning(
                at,
                "audit-only",
                "images that are not verified are reported and let in all the same",
                "write Enforce when the reports are quiet");
    }

    void mutating(YamlNode at) {
        findings.error(
                at,
                "audit-and-mutate",
                "tags are replaced by digests, but what nobody verified is let in, so that a digest"
                        + " looks like a proof; Kyverno refuses such policies",
                "write mutateDigest: false, or Enforce");
    }

    /** Checks {@code required} and {@code verifyDigest}. */
    void switches(YamlNode at) {
        YamlNode required = at.get("required");
        if (AttestorLint.isFalse(required)) {
            findings.error(
                    required,
                    "not-required",
                    "images that nobody verified are let in",
                    "leave it out; skipImageReferences names what is not to be verified");
        }
        YamlNode digest = at.get("verifyDigest");
        if (AttestorLint.isFalse(digest)) {
            findings.warning(
                    digest,
                    "no-digest",
                    "a tag may be moved to another image after it was verified",
                    "leave it out, or let mutateDigest be true");
        }
    }
}
