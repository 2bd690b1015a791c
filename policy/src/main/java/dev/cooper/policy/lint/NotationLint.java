package dev.cooper.policy.lint;

import dev.cooper.policy.document.YamlNode;

import java.util.List;

/** Looks at trust policies of the Notary Project. */
final class NotationLint {
    private final Findings findings;

    NotationLint(Findings findings) {
        this.findings = findings;
    }

    static boolean isPolicy(YamlNode document) {
        return document.get("trustPolicies").isList();
    }

    void check(YamlNode document) {
        document.get("trustPolicies").elements().forEach(this::policy);
    }

    private void policy(YamlNode policy) {
        boolean everywhere =
                policy.get("registryScopes").elements().stream()
                        .anyMatch(one -> one.text().equals("*"));
        level(policy.get("signatureVerification", "level"), everywhere);
        YamlNode override = policy.get("signatureVerification", "override");
        for (String aspect : override.keys()) {
            YamlNode at = override.get(aspect);
            if (!at.text().equals("enforce")) {
                findings.warning(
                        at,
                        "notation-override",
                        "signatures whose " + aspect + " does not hold are taken all the same",
                        "write enforce");
            }
        }
        for (YamlNode identity : policy.get("trustedIdentities").elements()) {
            if (identity.text().equals("*")) {
                findings.warning(
                        identity,
                        "anybody",
                        "whoever has a certificate of an authority in the trust stores may sign",
                        "name who: x509.subject: C=…, ST=…, O=…");
            }
        }
        for (YamlNode store : policy.get("trustStores").elements()) {
            if (!List.of("ca", "signingAuthority", "tsa").contains(store.text().split(":", 2)[0])) {
                findings.error(
                        store,
                        "notation-store",
                        "there are no trust stores of that type, so that nothing is verified",
                        "write ca:NAME, signingAuthority:NAME or tsa:NAME");
            }
        }
    }

    private void level(YamlNode at, boolean everywhere) {
        String where = everywhere ? "in every repository that no other policy names" : "there";
        switch (at.text()) {
            case "skip" ->
                    findings.add(
                            everywhere ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                            at,
                            "notation-skip",
                            "no signature is looked at " + where,
                            "write strict, and name repositories without signatures one by one");
            case "audit" ->
                    findings.error(
                            at,
                            "audit-only",
                            "whoever signed with whatever certificate counts " + where,
                            "write strict");
            case "permissive" ->
                    findings.warning(
                            at,
                            "notation-permissive",
                            "expired signatures and revoked certificates count " + where,
                            "write strict");
            default -> {
                // strict, or refused by whoever reads it
            }
        }
    }
}
