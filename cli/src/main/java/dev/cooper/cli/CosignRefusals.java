package dev.cooper.cli;

import dev.cooper.cli.option.Usage;

import java.util.List;

/**
 * Options of cosign 2 and 3 that are not here, with what to do instead. A command that declares one
 * of them has it.
 */
final class CosignRefusals {
    private static final String LOGIN =
            "Cooper opens no browser and asks no provider; give --identity-token, or"
                    + " SIGSTORE_ID_TOKEN";
    private static final String SERVICE =
            "services are named in a file; give --signing-config, which cooper signing-config"
                    + " create makes";
    private static final String HARDWARE =
            "tokens are used by PKCS#11; give --key pkcs11:…, which other keys are named like";
    private static final String ROOT =
            "authorities and logs are named in a file; give --trusted-root, which cooper"
                    + " trusted-root create makes";
    private static final String BUNDLE = "bundles hold it; give --bundle FILE";
    private static final String STAMPS =
            "time stamp authorities are asked with the system's certificates and without a"
                    + " client's";

    private CosignRefusals() {}

    /** What every command of cosign has. */
    static Usage everywhere(Usage usage) {
        return usage.refuseValue("output-file", "what is said goes to standard error; redirect it")
                .refuseValue(
                        "timeout",
                        "each request has a limit of its own; for the whole, write timeout 3m"
                                + " cooper …")
                .refuseFlag("verbose", "there is no more to say");
    }

    /** What commands of cosign have that speak with registries. */
    static Usage registry(Usage usage) {
        return everywhere(usage)
                .refuseFlag(
                        "k8s-keychain",
                        "logins come from docker's config.json, its helpers, or"
                                + " --registry-username and --registry-password")
                .refuseValue(
                        "registry-server-name",
                        "a registry's certificate must name the host that is asked")
                .refuseValue(
                        "registry-referrers-mode",
                        "bundles always refer to their image, by the referrers API or the list"
                                + " under a tag; =legacy is what --new-bundle-format=false does")
                .refuseValue(
                        "attachment-tag-prefix",
                        "other tools would not find what lies under other tags");
    }

    /** What commands of cosign have that sign. */
    static Usage signing(Usage usage) {
        Usage all = usage;
        for (String name :
                List.of(
                        "fulcio-auth-flow",
                        "oidc-client-id",
                        "oidc-client-secret-file",
                        "oidc-provider",
                        "oidc-redirect-url")) {
            all = all.refuseValue(name, LOGIN);
        }
        for (String name :
                List.of("fulcio-url", "oidc-issuer", "rekor-url", "timestamp-server-url")) {
            all = all.refuseValue(name, SERVICE);
        }
        for (String name : List.of("cacert", "cert", "key")) {
            all = all.refuseValue("timestamp-client-" + name, STAMPS);
        }
        all = all.refuseValue("timestamp-server-name", STAMPS);
        for (String name :
                List.of("output-certificate", "rfc3161-timestamp", "rfc3161-timestamp-bundle")) {
            all = all.refuseValue(name, BUNDLE);
        }
        return hardware(all)
                .refuseFlag(
                        "oidc-disable-ambient-providers",
                        "--identity-token is taken before what the place says")
                .refuseFlag(
                        "issue-certificate",
                        "Fulcio is asked for keys of one use only; leave --key out")
                .refuseFlag(
                        "insecure-skip-verify",
                        "what a service answers is always verified before it is used")
                .refuseFlag(
                        "record-creation-timestamp",
                        "equal signatures make equal manifests, whenever they are made")
                .refuseValue(
                        "rekor-entry-type", "logs are given what they need to prove the signature")
                .refuseValue(
                        "trusted-root",
                        "verify what is signed afterwards, by cooper verify --trusted-root");
    }

    /** What commands of cosign have that verify. */
    static Usage verifying(Usage usage) {
        Usage all = usage;
        for (String name : List.of("ca-roots", "ca-intermediates", "timestamp-certificate-chain")) {
            all = all.refuseValue(name, ROOT);
        }
        for (String name : List.of("certificate", "certificate-chain")) {
            all = all.refuseValue(name, "the signature brings its own; " + ROOT);
        }
        return hardware(all)
                .refuseValue("sct", "certificates are taken with what they hold")
                .refuseValue("rfc3161-timestamp", BUNDLE)
                .refuseValue(
                        "rekor-url",
                        "no log is asked: what was logged is proven by the signature itself")
                .refuseValue(
                        "signature-digest-algorithm", "each key hashes by the one way that fits it")
                .refuseFlag("private-infrastructure", "say what it does: --insecure-ignore-tlog")
                .refuseFlag(
                        "experimental-oci11", "all that refers to an image is always looked at");
    }

    /** What cosign 2 has to make trusted roots. */
    static Usage rootOfOld(Usage usage) {
        Usage all = usage;
        for (String name : List.of("certificate-chain", "timestamp-certificate-chain")) {
            all =
                    all.refuseValue(
                            name, "say it as cosign 3: --fulcio or --tsa, certificate-chain=…");
        }
        for (String name :
                List.of("ctfe-key", "ctfe-start-time", "rekor-key", "rekor-start-time")) {
            all = all.refuseValue(name, "say it as cosign 3: --ctfe or --rekor, public-key=…");
        }
        return all;
    }

    /** What commands of cosign have that know hardware of one maker. */
    static Usage hardware(Usage usage) {
        return usage.refuseFlag("sk", HARDWARE).refuseValue("slot", HARDWARE);
    }
}
