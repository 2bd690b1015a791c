package dev.cooper.cli;

import dev.cooper.archive.ArchiveException;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.store.archive.Flatten;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/** {@code cooper export}: writes the files of an image as one tar. */
final class ExportCommand implements Command {
    static final String SUMMARY = "Write the files of an image, all layers together, as a tar";

    @Override
    public Usage usage() {
        return Usage.of("cooper export [OPTIONS] IMAGE", SUMMARY)
                .value("output", 'o', "string", "Write to a file, instead of STDOUT")
                .value("platform", 0, "string", "Of an index, the image for os[/arch[/variant]]")
                .operands(1, 1)
                .details(ImageSource.DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String operand = options.operands().getFirst();
        Optional<String> file = options.value("output").filter(name -> !name.equals("-"));
        if (file.isEmpty() && terminal.facts().outputIsTerminal()) {
            throw new UsageException("a tar is nothing for a terminal; use -o FILE or redirect");
        }
        try (Remote remote = new Remote(terminal);
                ImageSource image =
                        ImageSource.open(
                                operand,
                                Remote.platform(options.value("platform")),
                                remote,
                                terminal)) {
            if (file.isEmpty()) {
                OutputStream out = new BufferedOutputStream(terminal.output(), 1 << 16);
                Flatten.image(image.place(), image.image(), out);
                out.flush();
                return 0;
            }
            try (OutputFile target = OutputFile.create(Path.of(file.get()))) {
                OutputStream out = new BufferedOutputStream(target.stream(), 1 << 16);
                Flatten.image(image.place(), image.image(), out);
                out.flush();
                target.commit();
            }
        } catch (ArchiveException e) {
            throw new IOException("exporting " + operand + ": " + e.getMessage(), e);
        }
        return 0;
    }
}
