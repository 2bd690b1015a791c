package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.notation.Certificates;
import dev.cooper.trust.notation.TrustStore;

import java.io.IOException;
import java.security.cert.X509Certificate;

/** {@code cooper notation cert show}: shows the certificates of a file of a trust store. */
final class NotationCertShowCommand implements Command {
    static final String SUMMARY = "Show certificates of a trust store";

    @Override
    public Usage usage() {
        return NotationOptions.store(
                Usage.of("cooper notation cert show --type TYPE --store NAME FILE", SUMMARY)
                        .operands(1, 1));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        TrustStore.Entry entry =
                new TrustStore.Entry(NotationOptions.store(options), options.operands().getFirst());
        for (X509Certificate one : NotationOptions.home(terminal).trustStore().read(entry)) {
            terminal.println("Certificate details\n" + "-".repeat(80));
            terminal.println("Issuer: " + Certificates.name(one.getIssuerX500Principal()));
            terminal.println("Subject: " + Certificates.name(one.getSubjectX500Principal()));
            terminal.println("Valid from: " + one.getNotBefore().toInstant());
            terminal.println("Valid to: " + one.getNotAfter().toInstant());
            terminal.println("IsCA: " + (one.getBasicConstraints() >= 0));
            terminal.println("SHA256 Thumbprint: " + Certificates.thumbprint(one));
        }
        return 0;
    }
}
