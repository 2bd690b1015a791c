package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.log.SignedNote;
import dev.cooper.trust.root.Authority;
import dev.cooper.trust.root.TrustedLog;
import dev.cooper.trust.root.TrustedRoot;

import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code cooper trusted-root create}: writes whom to trust. */
final class TrustedRootCommand implements Command {
    static final String SUMMARY = "Write a file of the authorities and logs to trust";

    private static final List<String> LOG =
            List.of("url", "public-key", "start-time", "end-time", "origin");
    private static final List<String> AUTHORITY =
            List.of("url", "certificate-chain", "start-time", "end-time");

    @Override
    public Usage usage() {
        return CosignRefusals.rootOfOld(
                        CosignRefusals.everywhere(
                                Usage.of("cooper trusted-root create [OPTIONS]", SUMMARY)))
                .list(
                        "fulcio",
                        0,
                        "list",
                        "Who issues certificates: url=…,certificate-chain=FILE, possibly"
                                + "\nstart-time=…,end-time=…")
                .list(
                        "rekor",
                        0,
                        "list",
                        "A transparency log: url=…,public-key=FILE,start-time=…, possibly"
                                + "\nend-time=…,origin=…")
                .list("ctfe", 0, "list", "A log of certificates, as --rekor")
                .list("tsa", 0, "list", "Who issues time stamps, as --fulcio")
                .value("out", 0, "file", "Where to write it (default: print it)")
                .flag("with-default-services", 0, "")
                .flag("no-default-ctfe", 0, "")
                .flag("no-default-fulcio", 0, "")
                .flag("no-default-rekor", 0, "")
                .flag("no-default-tsa", 0, "")
                .operands(0, 0);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        ServiceWords.refuseDefaults(options, List.of("with-default-services"));
        TrustedRoot root =
                new TrustedRoot(
                        logs("rekor", options, terminal),
                        authorities("fulcio", options, terminal),
                        logs("ctfe", options, terminal),
                        authorities("tsa", options, terminal));
        ServiceWords.write(root.toJson(), options, terminal);
        return 0;
    }

    private static List<TrustedLog> logs(String option, Options options, Terminal terminal)
            throws IOException {
        List<TrustedLog> logs = new ArrayList<>();
        for (String text : options.values(option)) {
            ServiceWords words = ServiceWords.parse(option, text, LOG);
            String file = words.need("public-key");
            words.need("start-time");
            PublicKey key = PublicKeys.parse(CosignWords.read(file, terminal), file).getFirst();
            String id =
                    words.optional("origin")
                            .map(origin -> HexFormat.of().formatHex(SignedNote.keyId(origin, key)))
                            .orElseGet(() -> PublicKeys.digest(key).hex());
            logs.add(
                    new TrustedLog(
                            words.need("url"),
                            id,
                            Verifier.of(key),
                            words.period(Optional.empty())));
        }
        return logs;
    }

    private static List<Authority> authorities(String option, Options options, Terminal terminal)
            throws IOException {
        List<Authority> authorities = new ArrayList<>();
        for (String text : options.values(option)) {
            ServiceWords words = ServiceWords.parse(option, text, AUTHORITY);
            String file = words.need("certificate-chain");
            List<X509> chain = X509.parsePem(CosignWords.read(file, terminal), file);
            if (option.equals("tsa") && chain.getFirst().isAuthority()) {
                throw new UsageException(
                        "--tsa: the first certificate of "
                                + file
                                + " must be of the authority's own signatures");
            }
            authorities.add(
                    new Authority(
                            words.need("url"),
                            chain,
                            words.period(Optional.of(chain.getLast().notBefore()))));
        }
        return authorities;
    }
}
