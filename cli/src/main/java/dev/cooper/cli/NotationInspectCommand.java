package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Json;
import dev.cooper.trust.notation.Inspection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cooper notation inspect}: shows what the signatures on an image say of themselves. */
final class NotationInspectCommand implements Command {
    static final String SUMMARY = "Show what the signatures on an image say, verified or not";

    @Override
    public Usage usage() {
        return NotationOptions.insecure(
                NotationOptions.most(
                        Usage.of("cooper notation inspect [OPTIONS] IMAGE", SUMMARY)
                                .value(
                                        "output",
                                        'o',
                                        "string",
                                        "\"json\" or \"text\" (default \"text\")")
                                .operands(1, 1)));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String output = options.value("output").orElse("text");
        if (!output.equals("json") && !output.equals("text")) {
            throw new UsageException("--output takes json or text, not \"" + output + "\"");
        }
        try (Remote remote = new Remote(terminal, options.isOn("insecure-registry"))) {
            SignedImage named = SignedImage.of(options.operands().getFirst(), remote);
            Descriptor image = NotationOptions.image(named);
            List<Inspection> found =
                    Inspection.of(named.home(), image, NotationOptions.most(options));
            if (output.equals("json")) {
                Map<String, @Nullable Object> json = new LinkedHashMap<>();
                json.put("mediaType", image.mediaType());
                json.put("Signatures", found.stream().map(Inspection::fields).toList());
                terminal.println(Json.pretty(json, 4));
                return 0;
            }
            terminal.println(NotationOptions.exact(named, image));
            for (Inspection one : found) {
                terminal.println("└── " + one.manifest());
                print(one.fields(), "    ", terminal);
            }
        }
        return 0;
    }

    private static void print(Map<?, ?> fields, String indent, Terminal terminal)
            throws IOException {
        for (Map.Entry<?, ?> one : fields.entrySet()) {
            print(String.valueOf(one.getKey()), one.getValue(), indent, terminal);
        }
    }

    private static void print(String name, @Nullable Object value, String indent, Terminal terminal)
            throws IOException {
        if (value instanceof Map<?, ?> map) {
            terminal.println(indent + name + ":");
            print(map, indent + "    ", terminal);
        } else if (value instanceof List<?> list) {
            for (Object one : list) {
                print(name, one, indent, terminal);
            }
        } else {
            terminal.println(indent + name + ": " + (value == null ? "(empty)" : value));
        }
    }
}
