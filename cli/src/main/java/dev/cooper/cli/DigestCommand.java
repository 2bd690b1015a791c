package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

import java.io.IOException;

/** {@code cooper digest}: prints the digest that a name points at in its registry. */
final class DigestCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of(
                        "cooper digest [OPTIONS] NAME[:TAG]",
                        "Print the digest of an image in a registry")
                .flag("full-ref", 0, "Print the name with the digest")
                .value("platform", 0, "string", "Of an index, the image for os[/arch[/variant]]")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        try (Remote remote = new Remote(terminal)) {
            Reference reference = remote.named(options.operands().getFirst());
            Digest digest =
                    remote.require(reference, Remote.platform(options.value("platform"))).digest();
            terminal.println(
                    options.isOn("full-ref")
                            ? reference.withoutTagAndDigest().withDigest(digest).toString()
                            : digest.toString());
        }
        return 0;
    }
}
