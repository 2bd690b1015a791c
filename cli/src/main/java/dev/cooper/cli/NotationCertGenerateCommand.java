package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.notation.NotationHome;
import dev.cooper.trust.notation.SigningKeys;
import dev.cooper.trust.notation.TestKey;
import dev.cooper.trust.notation.TrustStore;

import java.io.IOException;
import java.time.Instant;

/** {@code cooper notation cert generate-test}: makes a key and a certificate to try with. */
final class NotationCertGenerateCommand implements Command {
    static final String SUMMARY = "Make a key and a certificate to try signing with";

    @Override
    public Usage usage() {
        return Usage.of("cooper notation cert generate-test [OPTIONS] NAME", SUMMARY)
                .value("bits", 'b', "int", "Size of the RSA key (default 2048)")
                .flag("default", 0, "Sign with it when no key is named")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String name = options.operands().getFirst();
        int bits;
        try {
            bits = Integer.parseInt(options.value("bits").orElse("2048"));
        } catch (NumberFormatException e) {
            throw new UsageException("--bits takes 2048, 3072 or 4096");
        }
        NotationHome home = NotationOptions.home(terminal);
        SigningKeys keys = SigningKeys.read(home.directory());
        TestKey made = TestKey.generate(home.directory(), name, bits, Instant.now());
        terminal.println("generated certificate expiring on " + made.until());
        terminal.println("wrote key: " + made.key());
        terminal.println("wrote certificate: " + made.certificate());
        TrustStore.Named store = new TrustStore.Named(TrustStore.Type.CA, name);
        home.trustStore().add(store, made.certificate());
        terminal.println("added " + name + ".crt to the trust store " + store);
        keys.with(name, made.key(), made.certificate(), options.isOn("default"))
                .write(home.directory());
        terminal.println(name + ": added to the key list");
        if (options.isOn("default")) {
            terminal.println(name + ": marked as default signing key");
        }
        return 0;
    }
}
