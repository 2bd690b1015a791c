package dev.cooper.policy.lint;

import dev.cooper.policy.document.YamlNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks at Kyverno's policies. */
final class KyvernoLint {
    private final Findings findings;
    private final Instant now;
    private final AttestorLint attestors;
    private final ModeLint modes;

    KyvernoLint(Findings findings, Instant now) {
        this.findings = findings;
        this.now = now;
        this.attestors = new AttestorLint(findings, now);
        this.modes = new ModeLint(findings);
    }

    void clusterPolicy(YamlNode document) {
        YamlNode spec = document.get("spec");
        modes.failure(spec.get("failurePolicy"));
        modes.failure(spec.get("webhookConfiguration", "failurePolicy"));
        YamlNode usual = spec.get("validationFailureAction");
        for (YamlNode rule : spec.get("rules").elements()) {
            for (YamlNode one : rule.get("verifyImages").elements()) {
                YamlNode own = one.get("failureAction");
                verification(one, own.exists() ? own : usual);
            }
        }
    }

    private void verification(YamlNode one, YamlNode action) {
        if (!action.text().equalsIgnoreCase("enforce")) {
            modes.audit(action.exists() ? action : one);
            if (!AttestorLint.isFalse(one.get("mutateDigest"))) {
                YamlNode written = one.get("mutateDigest");
                modes.mutating(written.exists() ? written : one);
            }
        }
        modes.switches(one);
        List<YamlNode> images = new ArrayList<>(one.get("imageReferences").elements());
        if (one.get("image").exists()) {
            images.add(one.get("image"));
        }
        new ImagePatternLint(findings).check(images);
        attestors.sets(one.get("attestors"));
        boolean older =
                one.get("key").exists()
                        || one.get("subject").exists()
                        || one.get("issuer").exists();
        if (!one.get("key").exists() && older) {
            new IdentityLint(findings).check(one);
        }
        List<YamlNode> stated = one.get("attestations").elements();
        if (!older && one.get("attestors").elements().isEmpty()) {
            if (stated.isEmpty()) {
                findings.error(
                        one,
                        "no-attestor",
                        "nobody must have signed these images",
                        "name who must under attestors");
            }
            for (YamlNode each : stated) {
                if (each.get("attestors").elements().isEmpty()) {
                    findings.error(
                            each,
                            "no-attestor",
                            "anybody may state this",
                            "name who under attestors");
                }
            }
        }
        stated.forEach(each -> attestors.sets(each.get("attestors")));
    }

    void validatingPolicy(YamlNode document) {
        YamlNode spec = document.get("spec");
        modes.failure(spec.get("failurePolicy"));
        YamlNode checks = spec.get("validationConfigurations");
        modes.switches(checks);
        YamlNode actions = spec.get("validationActions");
        boolean denies =
                actions.elements().isEmpty()
                        || actions.elements().stream().anyMatch(one -> one.text().equals("Deny"));
        if (!denies) {
            modes.audit(actions);
            if (!AttestorLint.isFalse(checks.get("mutateDigest"))) {
                modes.mutating(actions);
            }
        }
        List<YamlNode> globs = new ArrayList<>();
        for (YamlNode each : spec.get("matchImageReferences").elements()) {
            if (each.get("glob").exists()) {
                globs.add(each.get("glob"));
            }
        }
        new ImagePatternLint(findings).check(globs);
        StringBuilder expressions = new StringBuilder();
        for (String list : List.of("validations", "variables")) {
            for (YamlNode each : spec.get(list).elements()) {
                expressions.append(each.get("expression").text()).append('\n');
            }
        }
        for (YamlNode attestor : spec.get("attestors").elements()) {
            named(attestor);
            if (expressions.indexOf("attestors." + attestor.get("name").text()) < 0) {
                findings.warning(
                        attestor,
                        "unused-attestor",
                        "no validation asks whether he signed",
                        "ask with verifyImageSignatures, or take him out");
            }
        }
    }

    private void named(YamlNode attestor) {
        CertificateLint certificates = new CertificateLint(findings, now);
        certificates.pem(attestor.get("notary", "certs", "value"));
        certificates.pem(attestor.get("notary", "tsaCerts", "value"));
        YamlNode cosign = attestor.get("cosign");
        certificates.pem(cosign.get("certificate", "cert", "value"));
        certificates.pem(cosign.get("certificate", "certChain", "value"));
        certificates.pem(cosign.get("keyless", "roots"));
        IdentityLint identities = new IdentityLint(findings);
        cosign.get("keyless", "identities").elements().forEach(identities::check);
        attestors.logs(
                cosign.get("ctlog", "insecureIgnoreTlog"),
                cosign.get("ctlog", "insecureIgnoreSCT"),
                cosign.get("keyless").exists());
    }

    /** The registration of a webhook in a cluster. */
    void webhooks(YamlNode document) {
        for (YamlNode each : document.get("webhooks").elements()) {
            modes.failure(each.get("failurePolicy"));
        }
    }
}
