package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Rfc3339;
import dev.cooper.trust.root.Period;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as cosign's options describe it: {@code url=https://…,start-time=…}.
 *
 * @param option for messages
 * @param words the values by name
 */
record ServiceWords(String option, Map<String, String> words) {
    static ServiceWords parse(String option, String text, List<String> known) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (equals < 0 || !known.contains(name) || words.containsKey(name)) {
                throw new UsageException(
                        "--"
                                + option
                                + ": \""
                                + part
                                + "\" stands twice or is none of "
                                + String.join("=…, ", known)
                                + "=…");
            }
            words.put(name, part.substring(equals + 1));
        }
        return new ServiceWords(option, words);
    }

    String need(String name) {
        return optional(name)
                .orElseThrow(
                        () -> new UsageException("--" + option + ": " + name + "=… is missing"));
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(words.get(name)).filter(value -> !value.isEmpty());
    }

    /** From when to when, by {@code start-time} and {@code end-time}. */
    Period period(Optional<Instant> start) {
        return new Period(
                optional("start-time").map(Rfc3339::parse).or(() -> start),
                optional("end-time").map(Rfc3339::parse));
    }

    /** Refuses what would take services of the public sigstore. */
    static void refuseDefaults(Options options, List<String> names) {
        for (String name : names) {
            if (options.isOn(name)) {
                throw new UsageException(
                        "--"
                                + name
                                + ": the services of the public sigstore are not known to Cooper;"
                                + " name each service");
            }
        }
    }

    /** Writes a document to the file of {@code --out}, or prints it. */
    static void write(byte[] document, Options options, Terminal terminal) throws IOException {
        String text = new String(document, StandardCharsets.UTF_8);
        Optional<String> target = options.value("out");
        if (target.isEmpty()) {
            terminal.println(text);
            return;
        }
        try (OutputFile file = OutputFile.createReadable(Path.of(target.get()))) {
            KeyFiles.write(file, text);
        }
    }
}
