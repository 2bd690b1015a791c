package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Where the parts of a signature of a file go, each to the file that its option names. */
record BlobOutput(Options options, Terminal terminal) {
    /** The signature, which goes to standard output when nothing else is asked for. */
    void signature(byte[] signature) throws IOException {
        if (options.given("output-signature")) {
            coded("output-signature", "signature", signature);
        } else if (!options.given("bundle")) {
            terminal.println(Base64.getEncoder().encodeToString(signature));
        }
    }

    /** A part that is written in base64 unless the user wants it bare. */
    void coded(String option, String what, byte[] content) throws IOException {
        boolean bare = options.given("b64") && !options.isOn("b64");
        write(
                option,
                what,
                bare
                        ? content
                        : Base64.getEncoder()
                                .encodeToString(content)
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a part, if the option is given. */
    void write(String option, String what, byte[] content) throws IOException {
        Optional<String> target = options.value(option);
        if (target.isPresent()) {
            try (OutputFile file = OutputFile.createReadable(Path.of(target.get()))) {
                file.stream().write(content);
                file.commit();
            }
            terminal.error("Wrote " + what + " to file " + target.get());
        }
    }
}
