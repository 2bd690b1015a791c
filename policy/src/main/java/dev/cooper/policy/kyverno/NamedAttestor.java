package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Somebody whom expressions call by a name.
 *
 * @param credential by what he is known
 */
record NamedAttestor(
        String name,
        Credential credential,
        Attestor.Logs logs,
        Map<String, String> annotations,
        String repository) {
    /** By what somebody is known; some of it may be worked out only when it is needed. */
    interface Credential {
        Attestor.Credential in(GivenText.Known known);
    }

    Attestor in(GivenText.Known known) {
        return new Attestor(credential.in(known), logs, annotations, repository);
    }

    static NamedAttestor read(YamlNode attestor) {
        attestor.only("name", "cosign", "notary");
        String name = attestor.get("name").wantedText();
        YamlNode cosign = attestor.get("cosign");
        YamlNode notary = attestor.get("notary");
        if (cosign.exists() == notary.exists()) {
            throw attestor.wrong("want cosign or notary");
        }
        return cosign.exists() ? cosign(name, cosign) : notary(name, notary);
    }

    private static NamedAttestor notary(String name, YamlNode notary) {
        notary.only("certs", "tsaCerts");
        GivenText certificates = text(notary.get("certs"), "value");
        GivenText timestampers = text(notary.get("tsaCerts"), "value");
        if (certificates.isEmpty()) {
            throw notary.get("certs").wrong("it is missing");
        }
        return new NamedAttestor(
                name,
                known -> new Attestor.Notation(certificates.in(known), timestampers.in(known)),
                Attestor.Logs.USUAL,
                Map.of(),
                "");
    }

    private static NamedAttestor cosign(String name, YamlNode cosign) {
        cosign.only(
                "key",
                "keyless",
                "certificate",
                "source",
                "ctlog",
                "tuf",
                "trustedRoot",
                "annotations");
        for (String root : List.of("tuf", "trustedRoot")) {
            if (cosign.get(root).exists()) {
                throw cosign.get(root)
                        .wrong("a policy's own root of trust is not known here; leave it out");
            }
        }
        List<Credential> credentials = new ArrayList<>();
        if (cosign.get("key").exists()) {
            credentials.add(key(cosign.get("key")));
        }
        if (cosign.get("keyless").exists()) {
            credentials.add(keyless(cosign.get("keyless")));
        }
        if (cosign.get("certificate").exists()) {
            credentials.add(certificate(cosign.get("certificate")));
        }
        if (credentials.size() != 1) {
            throw cosign.wrong("want one of key, keyless, certificate");
        }
        return new NamedAttestor(
                name,
                credentials.getFirst(),
                logs(cosign.get("ctlog")),
                cosign.get("annotations").textMap(),
                repository(cosign.get("source")));
    }

    private static String repository(YamlNode source) {
        source.only("repository", "PullSecrets", "tagPrefix");
        if (source.get("tagPrefix").exists()) {
            throw source.get("tagPrefix").wrong("another prefix of tags is not known here");
        }
        if (!source.get("PullSecrets").elements().isEmpty()) {
            throw source.get("PullSecrets").wrong(RegistryAccess.SECRETS);
        }
        return source.get("repository").text();
    }

    private static Credential key(YamlNode key) {
        key.only("data", "kms", "hashAlgorithm", "expression");
        if (key.get("data").exists() && key.get("kms").exists()) {
            throw key.get("kms").wrong("want data or kms, not both");
        }
        GivenText given =
                key.get("kms").exists() ? GivenText.of(key.get("kms").text()) : text(key, "data");
        String hash = key.get("hashAlgorithm").text();
        if (!List.of("", "sha224", "sha256", "sha384", "sha512").contains(hash)) {
            throw key.get("hashAlgorithm").wrong("want sha224, sha256, sha384 or sha512");
        }
        if (given.isEmpty()) {
            throw key.wrong("want data, kms or expression");
        }
        return known -> new Attestor.Key(given.in(known).strip(), hash);
    }

    private static Credential certificate(YamlNode certificate) {
        certificate.only("cert", "certChain");
        GivenText cert = text(certificate.get("cert"), "value");
        GivenText chain = text(certificate.get("certChain"), "value");
        if (cert.isEmpty() && chain.isEmpty()) {
            throw certificate.wrong("want cert or certChain");
        }
        return known -> new Attestor.Certificate(cert.in(known), chain.in(known));
    }

    private static Credential keyless(YamlNode keyless) {
        keyless.only("identities", "roots", "additionalExtensions");
        List<Identity> identities = new ArrayList<>();
        for (YamlNode each : keyless.get("identities").elements()) {
            each.only("issuer", "issuerRegExp", "subject", "subjectRegExp");
            Identity identity =
                    new Identity(
                            each.get("issuer").text(),
                            AttestorReader.pattern(each.get("issuerRegExp"), ""),
                            each.get("subject").text(),
                            AttestorReader.pattern(each.get("subjectRegExp"), ""));
            if (identity.isEmpty()) {
                throw each.wrong("want issuer and subject, else anybody may sign");
            }
            identities.add(identity);
        }
        if (identities.isEmpty()) {
            throw keyless.get("identities").wrong("it is missing, else anybody may sign");
        }
        Attestor.Keyless credential =
                new Attestor.Keyless(
                        identities,
                        keyless.get("roots").text(),
                        keyless.get("additionalExtensions").textMap());
        return _ -> credential;
    }

    private static Attestor.Logs logs(YamlNode logs) {
        logs.only(
                "url",
                "rekorPubKey",
                "ctLogPubKey",
                "tsaCertChain",
                "insecureIgnoreTlog",
                "insecureIgnoreSCT");
        return new Attestor.Logs(
                logs.get("insecureIgnoreTlog").isTrue(false),
                logs.get("insecureIgnoreSCT").isTrue(false),
                logs.get("url").text(),
                logs.get("rekorPubKey").text(),
                logs.get("ctLogPubKey").text(),
                logs.get("tsaCertChain").text());
    }

    private static GivenText text(YamlNode node, String key) {
        if (!key.equals("data")) {
            node.only(key, "expression");
        }
        return GivenText.read(
                node,
                key,
                Set.of("object", "oldObject", "request", "namespaceObject", "variables", "images"));
    }
}
