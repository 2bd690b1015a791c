package dev.cooper.policy.sigstore;

import com.google.re2j.Pattern;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Identity;
import dev.cooper.policy.rego.Program;
import dev.cooper.trust.cosign.Predicate;
import dev.cooper.trust.key.PublicKeys;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads who may vouch for an image. */
final class AuthorityReader {
    private static final String TRUST_ROOT =
            "trust roots of a cluster are not read here; say --trusted-root FILE, and leave it out";

    private AuthorityReader() {}

    static Authority read(YamlNode node, String name) {
        node.only(
                "name",
                "key",
                "keyless",
                "static",
                "source",
                "ctlog",
                "attestations",
                "rfc3161timestamp",
                "signatureFormat");
        long kinds =
                List.of("key", "keyless", "static").stream()
                        .filter(kind -> node.get(kind).exists())
                        .count();
        if (kinds != 1) {
            throw node.wrong("want one of key, keyless, static");
        }
        return node.get("static").exists() ? constant(node, name) : signer(node, name);
    }

    private static Authority constant(YamlNode node, String name) {
        for (String other : List.of("source", "ctlog", "attestations", "rfc3161timestamp")) {
            if (node.get(other).exists()) {
                throw node.get(other).wrong("it has no meaning beside static");
            }
        }
        YamlNode it = node.get("static");
        it.only("action", "message");
        return switch (it.get("action").wantedText()) {
            case "pass" -> new Authority.Static(name, true, "");
            case "fail" -> new Authority.Static(name, false, it.get("message").text().strip());
            default -> throw it.get("action").wrong("want pass or fail");
        };
    }

    private static Authority signer(YamlNode node, String name) {
        if (node.get("rfc3161timestamp").exists()) {
            throw node.get("rfc3161timestamp").wrong(TRUST_ROOT);
        }
        if (!List.of("legacy", "bundle").contains(node.get("signatureFormat").text("legacy"))) {
            throw node.get("signatureFormat").wrong("want legacy or bundle");
        }
        YamlNode log = node.get("ctlog");
        log.only("url", "trustRootRef");
        refuse(log.get("trustRootRef"), TRUST_ROOT);
        boolean byKey = node.get("key").exists();
        boolean ignoresLog = byKey && !log.exists();
        YamlNode keyless = node.get("keyless");
        Attestor attestor =
                new Attestor(
                        byKey ? key(node.get("key")) : keyless(keyless),
                        new Attestor.Logs(
                                ignoresLog,
                                keyless.get("insecureIgnoreSCT").isTrue(false),
                                log.get("url").text(),
                                "",
                                "",
                                ""),
                        Map.of(),
                        source(node.get("source")));
        List<WantedStatement> statements = new ArrayList<>();
        for (YamlNode each : node.get("attestations").elements()) {
            statements.add(statement(each));
        }
        return new Authority.Signer(name, attestor, statements);
    }

    private static void refuse(YamlNode node, String why) {
        if (node.exists()) {
            throw node.wrong(why);
        }
    }

    private static Attestor.Key key(YamlNode key) {
        key.only("data", "secretRef", "kms", "hashAlgorithm");
        YamlNode secret = key.get("secretRef");
        long kinds =
                List.of("data", "secretRef", "kms").stream()
                        .filter(kind -> key.get(kind).exists())
                        .count();
        if (kinds != 1) {
            throw key.wrong("want one of data, secretRef, kms");
        }
        String hash = key.get("hashAlgorithm").text();
        if (!List.of("", "sha224", "sha256", "sha384", "sha512").contains(hash)) {
            throw key.get("hashAlgorithm").wrong("want sha224, sha256, sha384 or sha512");
        }
        if (secret.exists()) {
            secret.only("name", "namespace");
            String home = secret.get("namespace").text("cosign-system");
            return new Attestor.Key("k8s://" + home + "/" + secret.get("name").wantedText(), hash);
        }
        if (key.get("kms").exists()) {
            return new Attestor.Key(key.get("kms").wantedText(), hash);
        }
        String pem = key.get("data").text().strip();
        try {
            PublicKeys.parse(pem.getBytes(StandardCharsets.UTF_8), "the key");
        } catch (SyntaxException e) {
            throw key.get("data").wrong("this is no public key: " + e.getMessage());
        }
        return new Attestor.Key(pem, hash);
    }

    private static Attestor.Keyless keyless(YamlNode keyless) {
        keyless.only("url", "identities", "ca-cert", "trustRootRef", "insecureIgnoreSCT");
        refuse(keyless.get("trustRootRef"), TRUST_ROOT);
        YamlNode authority = keyless.get("ca-cert");
        authority.only("data", "secretRef", "kms", "hashAlgorithm");
        for (String other : List.of("secretRef", "kms", "hashAlgorithm")) {
            refuse(authority.get(other), "want the certificates themselves, in data");
        }
        if (authority.exists() && keyless.get("url").exists()) {
            throw keyless.wrong("want url or ca-cert, not both");
        }
        List<Identity> identities =
                keyless.get("identities").elements().stream()
                        .map(AuthorityReader::identity)
                        .toList();
        if (identities.isEmpty()) {
            throw keyless.get("identities").wrong("nobody is named who may have signed");
        }
        return new Attestor.Keyless(
                identities, authority.exists() ? authority.get("data").wantedText() : "", Map.of());
    }

    private static Identity identity(YamlNode node) {
        node.only("issuer", "subject", "issuerRegExp", "subjectRegExp");
        for (String each : List.of("issuer", "subject")) {
            boolean exactly = node.get(each).exists();
            if (exactly == node.get(each + "RegExp").exists()) {
                throw node.wrong("want one of " + each + " and " + each + "RegExp");
            }
        }
        return new Identity(
                node.get("issuer").text(),
                pattern(node.get("issuerRegExp")),
                node.get("subject").text(),
                pattern(node.get("subjectRegExp")));
    }

    private static String pattern(YamlNode node) {
        try {
            return Pattern.compile(node.text()).pattern();
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw node.wrong("this is no regular expression: " + e.getDescription());
        }
    }

    /** Where signatures are kept, if not beside the image. */
    private static String source(YamlNode sources) {
        if (sources.elements().size() > 1) {
            throw sources.wrong("want one source");
        }
        for (YamlNode each : sources.elements()) {
            each.only("oci", "signaturePullSecrets", "tagPrefix");
            refuse(
                    each.get("signaturePullSecrets"),
                    "secrets of a cluster are not read here; log in with cooper login, and leave"
                            + " it out");
            refuse(each.get("tagPrefix"), "tags with a prefix are not looked for here");
            return each.get("oci").text();
        }
        return "";
    }

    private static WantedStatement statement(YamlNode node) {
        node.only("name", "predicateType", "policy");
        String type = node.get("predicateType").wantedText();
        try {
            type = Predicate.type(type);
        } catch (SyntaxException e) {
            throw node.get("predicateType").wrong(String.valueOf(e.getMessage()));
        }
        return new WantedStatement(
                node.get("name").wantedText(),
                type,
                node.get("policy").exists()
                        ? Optional.of(policy(node.get("policy")))
                        : Optional.empty());
    }

    private static Program policy(YamlNode policy) {
        policy.only("type", "data", "remote", "configMapRef");
        switch (policy.get("type").wantedText()) {
            case "rego" -> {}
            case "cue" ->
                    throw policy.get("type")
                            .wrong(
                                    "policies in CUE are not evaluated here; write the same"
                                            + " conditions in Rego");
            default -> throw policy.get("type").wrong("want rego");
        }
        refuse(policy.get("remote"), "policies are not fetched; write it into data");
        refuse(policy.get("configMapRef"), "ConfigMaps are not read here; write it into data");
        String text = policy.get("data").wantedText();
        try {
            return Program.parse(Map.of(policy.get("data").where(), text));
        } catch (SyntaxException e) {
            throw policy.get("data").wrong("in Rego, line and column in it: " + e.getMessage());
        }
    }
}
