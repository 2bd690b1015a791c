package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.trust.notation.Inspection;

import java.io.IOException;
import java.util.List;

/** {@code cooper notation list}: lists the signatures on an image, verified or not. */
final class NotationListCommand implements Command {
    static final String SUMMARY = "List the signatures on an image";

    @Override
    public Usage usage() {
        return NotationOptions.insecure(
                NotationOptions.most(
                        Usage.of("cooper notation list [OPTIONS] IMAGE", SUMMARY)
                                .aliases("cooper notation list", "cooper notation ls")
                                .operands(1, 1)));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        try (Remote remote = new Remote(terminal, options.isOn("insecure-registry"))) {
            SignedImage named = SignedImage.of(options.operands().getFirst(), remote);
            Descriptor image = NotationOptions.image(named);
            List<Digest> found =
                    Inspection.list(named.home(), image).stream()
                            .limit(NotationOptions.most(options))
                            .toList();
            String exact = NotationOptions.exact(named, image);
            if (found.isEmpty()) {
                terminal.println(exact + " has no associated signature");
                return 0;
            }
            terminal.println(exact + "\n└── application/vnd.cncf.notary.signature");
            for (int i = 0; i < found.size(); i++) {
                boolean last = i == found.size() - 1;
                terminal.println("    " + (last ? "└── " : "├── ") + found.get(i));
            }
        }
        return 0;
    }
}
