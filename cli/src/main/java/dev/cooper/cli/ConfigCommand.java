package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;

/** {@code cooper config}: prints the config of an image, byte by byte. */
final class ConfigCommand implements Command {
    static final String SUMMARY = "Print the config of an image";

    @Override
    public Usage usage() {
        return Usage.of("cooper config [OPTIONS] IMAGE", SUMMARY)
                .value("platform", 0, "string", "Of an index, the image for os[/arch[/variant]]")
                .operands(1, 1)
                .details(ImageSource.DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String operand = options.operands().getFirst();
        try (Remote remote = new Remote(terminal);
                ImageSource image =
                        ImageSource.open(
                                operand,
                                Remote.platform(options.value("platform")),
                                remote,
                                terminal)) {
            ImageManifest manifest = ImageManifest.parse(image.place().read(image.image()));
            terminal.output().write(image.place().read(manifest.config()));
        } catch (SyntaxException e) {
            throw new IOException(operand + ": the image is damaged: " + e.getMessage(), e);
        }
        return 0;
    }
}
