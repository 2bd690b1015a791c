package dev.cooper.policy.kyverno;

import com.google.re2j.Pattern;

import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads who must have signed. */
final class AttestorReader {
    private static final int DEEPEST = 10;
    private static final String END = "-----END PUBLIC KEY-----";

    private final Map<String, String> annotations;
    private final String repository;

    /** What holds for entries that say nothing of it themselves. */
    AttestorReader(Map<String, String> annotations, String repository) {
        this.annotations = annotations;
        this.repository = repository;
    }

    List<AttestorSet> sets(YamlNode list) {
        return list.elements().stream().map(each -> set(each, DEEPEST)).toList();
    }

    private AttestorSet set(YamlNode set, int deepest) {
        set.only("count", "entries");
        if (deepest == 0) {
            throw set.wrong("nested too deep");
        }
        List<AttestorSet.Entry> entries = new ArrayList<>();
        set.get("entries").elements().forEach(each -> entry(each, deepest, entries));
        if (entries.isEmpty()) {
            throw set.get("entries").wrong("nobody stands in it");
        }
        long count = set.get("count").number(entries.size());
        if (count < 1 || count > entries.size()) {
            throw set.get("count").wrong("want 1 to " + entries.size());
        }
        return new AttestorSet((int) count, List.copyOf(entries));
    }

    private void entry(YamlNode entry, int deepest, List<AttestorSet.Entry> entries) {
        entry.only(
                "keys",
                "certificates",
                "keyless",
                "attestor",
                "annotations",
                "repository",
                "signatureAlgorithm");
        long kinds =
                List.of("keys", "certificates", "keyless", "attestor").stream()
                        .filter(kind -> entry.get(kind).exists())
                        .count();
        if (kinds != 1) {
            throw entry.wrong("want one of keys, certificates, keyless, attestor");
        }
        if (entry.get("attestor").exists()) {
            entries.add(new AttestorSet.Entry.Several(set(entry.get("attestor"), deepest - 1)));
            return;
        }
        Map<String, String> noted =
                entry.get("annotations").exists()
                        ? entry.get("annotations").textMap()
                        : annotations;
        String home = entry.get("repository").text(repository);
        for (String kind : List.of("keys", "certificates", "keyless")) {
            YamlNode one = entry.get(kind);
            if (one.exists()) {
                for (Attestor.Credential credential : credentials(kind, one)) {
                    Attestor attestor = new Attestor(credential, logs(one), noted, home);
                    entries.add(new AttestorSet.Entry.One(attestor));
                }
            }
        }
    }

    private static List<? extends Attestor.Credential> credentials(String kind, YamlNode one) {
        return switch (kind) {
            case "keys" -> keys(one);
            case "certificates" -> {
                one.only("cert", "certChain", "rekor", "ctlog");
                yield List.of(
                        new Attestor.Certificate(
                                one.get("cert").text(), one.get("certChain").text()));
            }
            default -> List.of(keyless(one));
        };
    }

    private static List<Attestor.Key> keys(YamlNode keys) {
        keys.only("publicKeys", "signatureAlgorithm", "kms", "secret", "rekor", "ctlog");
        String hash = keys.get("signatureAlgorithm").text();
        if (!List.of("", "sha224", "sha256", "sha384", "sha512").contains(hash)) {
            throw keys.get("signatureAlgorithm").wrong("want sha224, sha256, sha384 or sha512");
        }
        List<Attestor.Key> found = new ArrayList<>();
        for (String key : separate(keys.get("publicKeys").text())) {
            found.add(new Attestor.Key(key, hash));
        }
        if (keys.get("kms").exists()) {
            found.add(new Attestor.Key(keys.get("kms").text(), hash));
        }
        YamlNode secret = keys.get("secret");
        if (secret.exists()) {
            secret.only("name", "namespace");
            String reference =
                    secret.get("namespace").text("kyverno") + "/" + secret.get("name").wantedText();
            found.add(new Attestor.Key("k8s://" + reference, hash));
        }
        if (found.isEmpty()) {
            throw keys.wrong("want publicKeys, kms or secret");
        }
        return found;
    }

    /** The keys of a text with several. */
    private static List<String> separate(String text) {
        List<String> keys = new ArrayList<>();
        int at = 0;
        int end = text.indexOf(END);
        while (end >= 0) {
            end += END.length();
            keys.add(text.substring(at, end).strip());
            at = end;
            end = text.indexOf(END, at);
        }
        String rest = text.substring(at).strip();
        if (!rest.isEmpty()) {
            keys.add(rest);
        }
        return keys;
    }

    private static Attestor.Keyless keyless(YamlNode one) {
        one.only(
                "issuer",
                "issuerRegExp",
                "subject",
                "subjectRegExp",
                "roots",
                "additionalExtensions",
                "rekor",
                "ctlog");
        Identity identity = identity(one);
        if (identity.isEmpty() && !one.get("additionalExtensions").exists()) {
            throw one.wrong("want issuer and subject, else anybody may sign");
        }
        return new Attestor.Keyless(
                List.of(identity),
                one.get("roots").text(),
                one.get("additionalExtensions").textMap());
    }

    /** Exact texts may have wildcards; they become patterns then. */
    static Identity identity(YamlNode one) {
        String issuer = one.get("issuer").text();
        String subject = one.get("subject").text();
        return new Identity(
                Wildcard.isPattern(issuer) ? "" : issuer,
                pattern(one.get("issuerRegExp"), issuer),
                Wildcard.isPattern(subject) ? "" : subject,
                pattern(one.get("subjectRegExp"), subject));
    }

    static String pattern(YamlNode written, String exact) {
        if (written.exists()) {
            try {
                return Pattern.compile(written.text()).pattern();
            } catch (com.google.re2j.PatternSyntaxException e) {
                throw written.wrong("this is no regular expression: " + e.getDescription());
            }
        }
        if (!Wildcard.isPattern(exact)) {
            return "";
        }
        StringBuilder pattern = new StringBuilder("^");
        for (String part : exact.split("(?<=[*?])|(?=[*?])")) {
            pattern.append(
                    switch (part) {
                        case "*" -> ".*";
                        case "?" -> ".";
                        default -> Pattern.quote(part);
                    });
        }
        return pattern.append('$').toString();
    }

    private static Attestor.Logs logs(YamlNode one) {
        YamlNode rekor = one.get("rekor");
        YamlNode ctlog = one.get("ctlog");
        rekor.only("url", "pubkey", "ignoreTlog");
        ctlog.only("ignoreSCT", "pubkey", "tsaCertChain");
        return new Attestor.Logs(
                rekor.get("ignoreTlog").isTrue(false),
                ctlog.get("ignoreSCT").isTrue(false),
                rekor.get("url").text(),
                rekor.get("pubkey").text(),
                ctlog.get("pubkey").text(),
                ctlog.get("tsaCertChain").text());
    }

    /** Reads the older form, in which the rule itself says who must have signed. */
    List<AttestorSet> older(YamlNode rule) {
        Attestor.Credential credential;
        if (rule.get("key").exists()) {
            credential = new Attestor.Key(rule.get("key").text(), "");
        } else if (rule.get("subject").exists() || rule.get("issuer").exists()) {
            Identity identity = identity(rule);
            credential =
                    new Attestor.Keyless(
                            List.of(identity),
                            rule.get("roots").text(),
                            rule.get("additionalExtensions").textMap());
        } else if (rule.get("roots").exists()) {
            throw rule.get("roots").wrong("want subject and issuer beside it");
        } else {
            return List.of();
        }
        Attestor attestor = new Attestor(credential, Attestor.Logs.USUAL, annotations, repository);
        return List.of(new AttestorSet(1, List.of(new AttestorSet.Entry.One(attestor))));
    }
}
