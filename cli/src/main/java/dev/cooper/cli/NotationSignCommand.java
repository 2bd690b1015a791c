package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.trust.notation.Certificates;
import dev.cooper.trust.notation.Format;
import dev.cooper.trust.notation.NotationSigner;
import dev.cooper.trust.notation.SigningKey;
import dev.cooper.trust.notation.SigningKeys;
import dev.cooper.trust.notation.TimestampService;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** {@code cooper notation sign}: signs an image as notation does. */
final class NotationSignCommand implements Command {
    static final String SUMMARY = "Sign an image in a registry";

    @Override
    public Usage usage() {
        Usage usage =
                Usage.of("cooper notation sign [OPTIONS] IMAGE", SUMMARY)
                        .value("key", 'k', "name", "The key, by its name in the list of keys")
                        .value(
                                "signature-format",
                                0,
                                "string",
                                "The envelope: \"jws\" or \"cose\" (default \"jws\")")
                        .value("expiry", 'e', "duration", "Until when it holds, such as 3h20m")
                        .value("timestamp-url", 0, "url", "Who stamps the time (RFC 3161)")
                        .value(
                                "timestamp-root-cert",
                                0,
                                "file",
                                "The root certificate of who stamps the time")
                        .flag("force-referrers-tag", 0, "")
                        .operands(1, 1);
        return NotationOptions.insecure(
                NotationOptions.metadata(usage, "Note this in the signature"));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        if (options.isOn("force-referrers-tag")) {
            throw new UsageException(
                    "--force-referrers-tag: signatures go where the registry lists them itself, and"
                            + " under the tag at registries that do not; leave the option out");
        }
        NotationSigner.Wish wish =
                new NotationSigner.Wish(
                        format(options),
                        options.value("expiry").map(NotationOptions::duration),
                        NotationOptions.metadata(options),
                        stamps(options));
        SigningKey key =
                SigningKeys.read(NotationOptions.home(terminal).directory())
                        .open(options.value("key"));
        try (Remote remote = new Remote(terminal, options.isOn("insecure-registry"))) {
            SignedImage named = SignedImage.of(options.operands().getFirst(), remote);
            Descriptor image = NotationOptions.image(named);
            if (!named.name().contains("@")) {
                terminal.error(
                        "warning: a tag may be moved to another image; sign by digest: "
                                + NotationOptions.exact(named, image));
            }
            new NotationSigner(named.home(), key, Instant.now()).sign(image, wish);
            terminal.println("Successfully signed " + NotationOptions.exact(named, image));
        }
        return 0;
    }

    private static Format format(Options options) {
        return switch (options.value("signature-format").orElse("jws")) {
            case "jws" -> Format.JWS;
            case "cose" -> Format.COSE;
            default -> throw new UsageException("--signature-format takes jws or cose");
        };
    }

    private static Optional<TimestampService> stamps(Options options) throws IOException {
        Optional<String> address = options.value("timestamp-url");
        Optional<String> root = options.value("timestamp-root-cert");
        if (address.isPresent() != root.isPresent()) {
            throw new UsageException(
                    "--timestamp-url and --timestamp-root-cert go with one another");
        }
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(root.orElseThrow());
        return Optional.of(
                new TimestampService(
                        address.get(),
                        Certificates.parse(Files.readAllBytes(file), file.toString())));
    }
}
