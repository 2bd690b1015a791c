package dev.cooper.policy.lint;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.kyverno.ClusterPolicyReader;
import dev.cooper.policy.kyverno.ImageValidatingPolicyReader;
import dev.cooper.policy.kyverno.PolicyExceptions;
import dev.cooper.policy.rule.RuleReader;
import dev.cooper.trust.notation.TrustPolicy;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.root.TrustedRoot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at files that say whom to trust, of whatever kind: policies, trusted roots, signing
 * configs, trust policies of the Notary Project, and registrations of webhooks.
 */
public final class Linter {
    private final Instant now;

    /**
     * Makes a linter.
     *
     * @param now when it is
     */
    public Linter(Instant now) {
        this.now = now;
    }

    /** Reads a document as who uses it does, who throws when he cannot. */
    private interface Reader {
        Object read();
    }

    /**
     * Looks at a file.
     *
     * @param file what findings call it
     * @return what is found, in the order of the file
     */
    public List<Finding> lint(String file, byte[] content) {
        List<Finding> all = new ArrayList<>();
        try {
            List<YamlNode> documents = YamlNode.documents(file, content);
            if (documents.isEmpty()) {
                throw new SyntaxException(file + ": there is nothing in it");
            }
            for (YamlNode document : documents) {
                Findings findings = new Findings(document);
                try {
                    document(document, file, content, findings);
                } catch (SyntaxException e) {
                    findings.unreadable(e);
                }
                all.addAll(findings.inOrder());
            }
        } catch (SyntaxException e) {
            all.add(Findings.unreadable(file, e));
        }
        return all;
    }

    private void document(YamlNode document, String file, byte[] content, Findings findings) {
        KyvernoLint kyverno = new KyvernoLint(findings, now);
        if (RuleReader.isConfigMap(document)) {
            configMap(document, findings);
        } else if (PolicyExceptions.isException(document)) {
            new PolicyExceptions().add(document);
            findings.warning(
                    document,
                    "exception",
                    "what it is about is let in, whatever the policies that it names say",
                    "take it out when it is not needed any more");
        } else if (ClusterPolicyReader.isPolicy(document)) {
            readable(findings, () -> ClusterPolicyReader.read(document));
            kyverno.clusterPolicy(document);
        } else if (ImageValidatingPolicyReader.isPolicy(document)) {
            readable(findings, () -> ImageValidatingPolicyReader.read(document));
            kyverno.validatingPolicy(document);
        } else if (RuleReader.isPolicy(document)) {
            readable(findings, () -> RuleReader.read(file, document));
            new RuleLint(findings, now).rules(document);
        } else if (NotationLint.isPolicy(document)) {
            readable(findings, () -> TrustPolicy.parse(content, file));
            new NotationLint(findings).check(document);
        } else if (RootLint.isRoot(document)) {
            readable(findings, () -> TrustedRoot.parse(content, file));
            new RootLint(findings, now).root(document);
        } else if (RootLint.isSigningConfig(document)) {
            readable(findings, () -> SigningConfig.parse(content, file));
            new RootLint(findings, now).signingConfig(document);
        } else if (document.get("kind").text().endsWith("WebhookConfiguration")) {
            kyverno.webhooks(document);
        } else {
            findings.unreadable(
                    document.wrong(
                            "this says nobody whom to trust: want a policy, a trusted root, a"
                                    + " signing config or a trust policy of notation"));
        }
    }

    private void configMap(YamlNode document, Findings findings) {
        readable(findings, () -> RuleReader.ofConfigMap(document));
        for (String key : document.get("data").keys()) {
            if (!document.get("data", key).text().isBlank()) {
                for (YamlNode each : document.get("data", key).embedded()) {
                    if (RuleReader.isPolicy(each)) {
                        new RuleLint(findings, now).rules(each);
                    }
                }
            }
        }
    }

    private static void readable(Findings findings, Reader reader) {
        try {
            reader.read();
        } catch (SyntaxException e) {
            findings.unreadable(e);
        }
    }
}
