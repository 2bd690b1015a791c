package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.BundleVerifier.Wanted;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.certificate.WantedIdentity.Match;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.cosign.TrustedRoots;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.tuf.Roots;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Options that say by which trusted root, and of whom, signatures count. */
final class IdentityWords {
    private static final String WORKFLOW = "certificate-github-workflow-";

    private IdentityWords() {}

    static Usage options(Usage usage) {
        Usage all =
                usage.list(
                                "certificate-identity",
                                0,
                                "name",
                                "Whom the certificate must name; one of several")
                        .list(
                                "certificate-identity-regexp",
                                0,
                                "regexp",
                                "The same as a regular expression of Go, which need not match"
                                        + " the whole name")
                        .list(
                                "certificate-oidc-issuer",
                                0,
                                "url",
                                "Who must have issued his token; one of several")
                        .list("certificate-oidc-issuer-regexp", 0, "regexp", "")
                        .value(
                                "trusted-root",
                                0,
                                "file",
                                "Which authorities and logs are trusted (default: what cooper"
                                        + "\ninitialize brought)")
                        .flag(
                                "use-signed-timestamps",
                                0,
                                "Only signatures with a time stamp of an authority")
                        .flag(
                                "insecure-ignore-sct",
                                0,
                                "Accept certificates that are in no log of certificates");
        for (String part : List.of("trigger", "sha", "name", "repository", "ref")) {
            all =
                    all.value(
                            WORKFLOW + part,
                            0,
                            "text",
                            part.equals("trigger")
                                    ? "What the certificate must say of GitHub's workflow; also"
                                            + "\n-sha, -name, -repository and -ref"
                                    : "");
        }
        return all;
    }

    /** Whether signatures are to be judged by a trusted root, and not by keys alone. */
    static boolean wantsRoot(Options options, List<Verifier> keys) {
        return keys.isEmpty()
                || !options.isOn("insecure-ignore-tlog")
                || options.isOn("use-signed-timestamps");
    }

    static Trusted trusted(Options options, List<Verifier> keys, Terminal terminal)
            throws IOException {
        List<Wanted> wanted = new ArrayList<>();
        keys.forEach(key -> wanted.add(new Wanted.Key(key)));
        if (keys.isEmpty()) {
            wanted.add(new Wanted.Identities(identities(options)));
        } else if (named(options)) {
            throw new UsageException(
                    "--key and --certificate-identity ask for different signers; give one of them");
        }
        TrustedRoot root = root(options, keys, terminal);
        return new TrustedRoots(new BundleVerifier(root, wishes(options)), wanted);
    }

    /** The file that is named, else what {@code cooper initialize} brought. */
    private static TrustedRoot root(Options options, List<Verifier> keys, Terminal terminal)
            throws IOException {
        Optional<String> file = options.value("trusted-root");
        if (file.isPresent()) {
            return TrustedRoot.parse(CosignWords.read(file.get(), terminal), file.get());
        }
        byte[] kept =
                Roots.of(terminal.environment())
                        .kept(Roots.TRUSTED_ROOT, Instant.now())
                        .orElseThrow(() ->
                                new UsageException(
                                        keys.isEmpty()
                                                ? "--trusted-root FILE is missing, and nothing was"
                                                        + " brought by cooper initialize: without"
                                                        + " it no certificate can be trusted"
                                                : "--trusted-root FILE is missing, and nothing was"
                                                        + " brought by cooper initialize: without"
                                                        + " it no transparency log can be"
                                                        + " checked; --insecure-ignore-tlog"
                                                        + " accepts signatures by the key alone"));
        return TrustedRoot.parse(kept, Roots.TRUSTED_ROOT);
    }

    private static VerifyOptions wishes(Options options) {
        return new VerifyOptions(
                !options.isOn("insecure-ignore-tlog"),
                !options.isOn("insecure-ignore-sct"),
                options.isOn("use-signed-timestamps"),
                Instant.now());
    }

    /** Whether the user names who must have signed. */
    static boolean named(Options options) {
        return options.given("certificate-identity")
                || options.given("certificate-identity-regexp")
                || options.given("certificate-oidc-issuer")
                || options.given("certificate-oidc-issuer-regexp");
    }

    private static List<WantedIdentity> identities(Options options) {
        List<Match> subjects = matches(options, "certificate-identity");
        List<Match> issuers = matches(options, "certificate-oidc-issuer");
        SortedMap<Integer, String> claims = new TreeMap<>();
        for (Map.Entry<String, Integer> part : WantedIdentity.WORKFLOW.entrySet()) {
            options.value(WORKFLOW + part.getKey())
                    .ifPresent(value -> claims.put(part.getValue(), value));
        }
        List<WantedIdentity> all = new ArrayList<>();
        for (Match subject : subjects) {
            issuers.forEach(issuer -> all.add(new WantedIdentity(subject, issuer, claims)));
        }
        return all;
    }

    private static List<Match> matches(Options options, String name) {
        List<Match> all = new ArrayList<>();
        options.values(name).forEach(text -> all.add(Match.exactly(text)));
        options.values(name + "-regexp").forEach(text -> all.add(Match.regexp(text)));
        if (all.isEmpty()) {
            throw new UsageException(
                    "--key KEY is missing, or without a key --"
                            + name
                            + ": who must have signed is not said");
        }
        return all;
    }

    /** What was checked, in cosign's words. */
    static List<String> performed(Options options) {
        List<String> lines = new ArrayList<>();
        boolean keys = options.given("key");
        if (!options.isOn("insecure-ignore-tlog")) {
            lines.add("Existence of the claims in the transparency log was verified offline");
        }
        lines.add(
                keys
                        ? "The signatures were verified against the specified public key"
                        : "The code-signing certificate was verified using trusted certificate"
                                + " authority certificates");
        return lines;
    }
}
