package dev.cooper.policy.lint;

import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;

import java.util.List;

/** Looks at patterns of names of images: what they do not match is let in unlooked at. */
final class ImagePatternLint {
    private static final int DIGEST = 64;
    private static final String HEX = "0123456789abcdef";

    private final Findings findings;

    ImagePatternLint(Findings findings) {
        this.findings = findings;
    }

    void check(List<YamlNode> patterns) {
        List<String> texts = patterns.stream().map(YamlNode::text).toList();
        for (YamlNode at : patterns) {
            String text = at.text();
            if (text.isEmpty() || text.contains("{{")) {
                continue;
            }
            int sign = text.indexOf('@');
            if (sign >= 0) {
                digest(at, text, text.substring(sign + 1));
            } else if (!fitsDigests(text) && !isCovered(text, texts)) {
                tagged(at, text);
            }
            if (!hasRegistry(text)) {
                findings.warning(
                        at,
                        "pattern-without-registry",
                        "names are compared with their registry, so that \""
                                + text
                                + "\" is for images of Docker Hub at most",
                        "begin it with the registry, or with */");
            }
        }
    }

    private void tagged(YamlNode at, String text) {
        findings.error(
                at,
                "never-matches-digest",
                "\""
                        + text
                        + "\" matches no image that is named by digest, and those are let in"
                        + " without a look",
                "add " + repository(text) + "@* beside it");
    }

    private void digest(YamlNode at, String text, String digest) {
        int colon = digest.indexOf(':');
        String hex = digest.substring(colon + 1);
        boolean open = hex.contains("*");
        boolean wrong =
                hex.chars().anyMatch(one -> (HEX + "*?").indexOf(one) < 0)
                        || (!open && digest.startsWith("sha256:") && hex.length() != DIGEST)
                        || (!open && colon < 0);
        if (wrong) {
            findings.error(
                    at,
                    "never-matches-digest",
                    "no digest is like \"" + digest + "\", so that \"" + text + "\" never matches",
                    "write sha256: and 64 digits from 0 to f, or *");
        }
    }

    /** Whether a name that ends in a digest can match. */
    private static boolean fitsDigests(String text) {
        String tail = text.substring(text.lastIndexOf('/') + 1);
        int colon = tail.lastIndexOf(':');
        if (colon < 0) {
            return tail.endsWith("*");
        }
        int star = tail.indexOf('*');
        return star >= 0
                && star < colon
                && tail.substring(colon + 1)
                        .chars()
                        .allMatch(one -> (HEX + "*?").indexOf(one) >= 0);
    }

    /** Whether another pattern matches the same repository with a digest. */
    private static boolean isCovered(String text, List<String> all) {
        String repository = repository(text).replace('*', 'x').replace('?', 'x');
        String name = repository + "@sha256:" + "0".repeat(DIGEST);
        return all.stream().anyMatch(one -> !one.equals(text) && new Wildcard(one).matches(name));
    }

    private static String repository(String text) {
        int colon = text.indexOf(':', text.lastIndexOf('/') + 1);
        return colon < 0 ? text : text.substring(0, colon);
    }

    private static boolean hasRegistry(String text) {
        int slash = text.indexOf('/');
        String first = slash < 0 ? text : text.substring(0, slash);
        return first.contains("*")
                || (slash >= 0
                        && (first.contains(".")
                                || first.contains(":")
                                || first.equals("localhost")));
    }
}
