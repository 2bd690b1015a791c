package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.trust.notation.NotationHome;
import dev.cooper.trust.notation.NotationSignature;
import dev.cooper.trust.notation.NotationVerifier;
import dev.cooper.trust.notation.OnlineRevocation;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code cooper notation verify}: verifies an image by the user's trust policy. */
final class NotationVerifyCommand implements Command {
    static final String SUMMARY = "Verify an image in a registry by the trust policy";

    @Override
    public Usage usage() {
        return NotationOptions.insecure(
                NotationOptions.most(
                        NotationOptions.metadata(
                                Usage.of("cooper notation verify [OPTIONS] IMAGE", SUMMARY)
                                        .operands(1, 1),
                                "Only a signature that notes this")));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        int most = NotationOptions.most(options);
        Map<String, String> wanted = NotationOptions.metadata(options);
        NotationHome home = NotationOptions.home(terminal);
        try (Remote remote = new Remote(terminal, options.isOn("insecure-registry"))) {
            SignedImage named = SignedImage.of(options.operands().getFirst(), remote);
            Descriptor image = NotationOptions.image(named);
            Instant now = Instant.now();
            NotationVerifier verifier =
                    new NotationVerifier(
                            named.home(),
                            home.policy(),
                            home.trustStore(),
                            new OnlineRevocation(now),
                            now);
            String exact = NotationOptions.exact(named, image);
            if (!named.name().contains("@")) {
                terminal.error("warning: a tag may be moved to another image; this was " + exact);
            }
            if (verifier.isSkipped()) {
                terminal.println(
                        "Trust policy is configured to skip signature verification for " + exact);
                return 0;
            }
            return print(verifier.verify(image, wanted, most), exact, terminal);
        }
    }

    private static int print(List<NotationSignature> looked, String exact, Terminal terminal)
            throws IOException {
        if (looked.isEmpty()) {
            terminal.error("cooper: no signature is associated with " + exact);
            return 1;
        }
        NotationSignature last = looked.getLast();
        if (!last.check().isPassed()) {
            terminal.error("cooper: no signature on " + exact + " holds:");
            for (NotationSignature one : looked) {
                terminal.error("  " + one.manifest() + ": " + one.check().why());
            }
            return 1;
        }
        for (Check part : last.check().parts()) {
            if (!part.isPassed()) {
                terminal.error("warning: " + part.name() + ": " + part.reason());
            }
        }
        terminal.println("Successfully verified signature for " + exact);
        if (!last.metadata().isEmpty()) {
            terminal.println("\nThe artifact was signed with the following user metadata.\n");
            terminal.println("KEY   VALUE");
            for (Map.Entry<String, String> one : last.metadata().entrySet()) {
                terminal.println(one.getKey() + "   " + one.getValue());
            }
        }
        return 0;
    }
}
