package dev.cooper.policy.lint;

import dev.cooper.policy.document.YamlNode;

/** Looks at whom a certificate must name: a subject and who vouched for him. */
final class IdentityLint {
    private static final String RULE = "anybody";

    private final Findings findings;
    private final RegexpLint regexps;

    IdentityLint(Findings findings) {
        this.findings = findings;
        this.regexps = new RegexpLint(findings);
    }

    /** Checks a map with {@code subject}, {@code issuer} and both as expressions. */
    void check(YamlNode at) {
        part(at, "subject", "whoever the issuer vouches for may sign");
        part(at, "issuer", "whoever may call himself so with any issuer may sign");
        regexps.check(at.get("subjectRegExp"));
        regexps.check(at.get("issuerRegExp"));
    }

    private void part(YamlNode at, String name, String meaning) {
        YamlNode exact = at.get(name);
        YamlNode regexp = at.get(name + "RegExp");
        if (!exact.exists() && !regexp.exists()) {
            findings.error(at, RULE, "no " + name + " is named: " + meaning, "name the " + name);
            return;
        }
        if (regexp.exists() && RegexpLint.isAnything(regexp.text())) {
            findings.error(
                    regexp,
                    RULE,
                    "\"" + regexp.text() + "\" matches every " + name + ": " + meaning,
                    "name the " + name);
        }
        String text = exact.text();
        if (!text.isEmpty() && text.chars().allMatch(one -> one == '*' || one == '?')) {
            findings.error(
                    exact,
                    RULE,
                    "\"" + text + "\" matches every " + name + ": " + meaning,
                    "name the " + name);
        } else if (isHostAlone(text)) {
            findings.error(
                    exact,
                    RULE,
                    "\"" + text + "\" matches whoever has an account there",
                    "name whose: " + text.substring(0, text.indexOf('*')) + "OWNER/REPOSITORY/*");
        } else if (name.equals("subject") && text.startsWith("*") && !text.contains("@")) {
            findings.error(
                    exact,
                    RULE,
                    "\"" + text + "\" matches every subject that only ends so",
                    "write how it begins");
        }
    }

    /** Such as {@code https://github.com/*}. */
    private static boolean isHostAlone(String text) {
        int host = text.indexOf("://");
        int slash = host < 0 ? -1 : text.indexOf('/', host + 3);
        int star = text.indexOf('*');
        return host >= 0 && star >= 0 && (slash < 0 || star == slash + 1 || star < slash);
    }
}
