package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;
import dev.cooper.oci.SyntaxException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One value of {@code -o FORMAT[=FILE]}.
 *
 * @param file where it is written; empty for standard output
 */
record SbomOutput(Format format, Optional<Path> file) {
    /** The forms of an SBOM. */
    enum Format {
        /** For people. */
        TABLE("table"),
        /** Cooper's own. */
        JSON("json"),
        /** CycloneDX 1.6. */
        CYCLONEDX("cyclonedx-json"),
        /** SPDX 2.3. */
        SPDX("spdx-json"),
        /** Package URLs, one a line. */
        PURLS("purls");

        private final String word;

        Format(String word) {
            this.word = word;
        }
    }

    /** The words for formats, as help texts list them. */
    static final String FORMATS = "table, json, cyclonedx-json, spdx-json, purls";

    static SbomOutput parse(String text) {
        int equals = text.indexOf('=');
        String word = equals < 0 ? text : text.substring(0, equals);
        Optional<Path> file =
                equals < 0 ? Optional.empty() : Optional.of(Path.of(text.substring(equals + 1)));
        if (equals >= 0 && equals + 1 == text.length()) {
            throw new UsageException("\"" + text + "\" names no file after the equals sign");
        }
        for (Format format : Format.values()) {
            if (format.word.equals(word) || synonym(word).equals(format.word)) {
                return new SbomOutput(format, file);
            }
        }
        throw new UsageException("unknown format \"" + word + "\": choose one of " + FORMATS);
    }

    /** Those that are given, or the table. Only one may go to standard output. */
    static List<SbomOutput> parse(List<String> texts) {
        List<SbomOutput> outputs = texts.stream().map(SbomOutput::parse).toList();
        if (outputs.stream().filter(each -> each.file().isEmpty()).count() > 1) {
            throw new SyntaxException(
                    "only one format can go to standard output; name files for the others, such"
                            + " as -o spdx-json=sbom.spdx.json");
        }
        return outputs.isEmpty()
                ? List.of(new SbomOutput(Format.TABLE, Optional.empty()))
                : outputs;
    }

    /** Words of other tools for the same. */
    private static String synonym(String word) {
        return switch (word) {
            case "cyclonedx", "cyclonedx-json@1.6" -> "cyclonedx-json";
            case "spdx-json@2.3" -> "spdx-json";
            default -> "";
        };
    }
}
