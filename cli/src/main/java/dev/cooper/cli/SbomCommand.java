package dev.cooper.cli;

import dev.cooper.cli.format.Amount;
import dev.cooper.cli.format.Table;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.inventory.Coverage;
import dev.cooper.inventory.Executable;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.Purl;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.inventory.sbom.CycloneDx;
import dev.cooper.inventory.sbom.InventoryJson;
import dev.cooper.inventory.sbom.Sbom;
import dev.cooper.inventory.sbom.Spdx;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code cooper sbom}: lists what is inside an image or a directory. */
final class SbomCommand implements Command {
    static final String SUMMARY = "List the packages in an image, an archive or a directory";

    private static final int INDENT = 2;

    @Override
    public Usage usage() {
        return Usage.of("cooper sbom [OPTIONS] SOURCE", SUMMARY)
                .flag("coverage", 0, "Tell what share of the programs belongs to known packages")
                .list("exclude", 0, "string", "Of a directory, pass over files and directories")
                .list(
                        "output",
                        'o',
                        "string",
                        "Format, and file if not STDOUT: FORMAT[=FILE] ("
                                + SbomOutput.FORMATS
                                + ")")
                .value("platform", 0, "string", "Of an index, the image for os[/arch[/variant]]")
                .flag("quiet", 'q', "Print no warnings")
                .operands(1, 1)
                .details(SbomSource.DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        List<SbomOutput> outputs = SbomOutput.parse(options.values("output"));
        Instant created = created(terminal);
        SbomSource source;
        try (Remote remote = new Remote(terminal)) {
            source =
                    SbomSource.open(
                            options.operands().getFirst(),
                            Remote.platform(options.value("platform")),
                            options.values("exclude"),
                            remote,
                            terminal);
        }
        if (!options.isOn("quiet")) {
            for (String warning : source.inspected().inventory().warnings()) {
                terminal.error("warning: " + warning);
            }
        }
        Sbom sbom =
                new Sbom(source.subject(), source.inspected().inventory(), created, Version.TEXT);
        Optional<Coverage> coverage =
                options.isOn("coverage")
                        ? Optional.of(Coverage.of(sbom.inventory()))
                        : Optional.empty();
        for (SbomOutput output : outputs) {
            OutputFile.write(
                    output.file(), out -> write(output.format(), sbom, coverage, out), terminal);
        }
        return 0;
    }

    /** Now, or the time that reproducible builds agree on. */
    private static Instant created(Terminal terminal) {
        String epoch = terminal.environment().getOrDefault("SOURCE_DATE_EPOCH", "");
        if (epoch.isEmpty()) {
            return Instant.now().truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return Instant.ofEpochSecond(Long.parseLong(epoch));
        } catch (NumberFormatException e) {
            throw new SyntaxException(
                    "SOURCE_DATE_EPOCH=" + epoch + " is no number of seconds since 1970", e);
        }
    }

    private static void write(
            SbomOutput.Format format, Sbom sbom, Optional<Coverage> coverage, OutputStream out)
            throws IOException {
        switch (format) {
            case TABLE -> text(table(sbom) + coverage.map(SbomCommand::table).orElse(""), out);
            case JSON -> json(InventoryJson.of(sbom, coverage), out);
            case CYCLONEDX -> json(new CycloneDx(sbom).json(), out);
            case SPDX -> json(new Spdx(sbom).json(), out);
            case PURLS -> text(purls(sbom), out);
        }
    }

    private static void json(Map<String, @Nullable Object> document, OutputStream out)
            throws IOException {
        Json.write(document, INDENT, out);
        out.write('\n');
    }

    private static void text(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String table(Sbom sbom) {
        boolean isImage = sbom.subject().image().isPresent();
        StringBuilder text = new StringBuilder("NAME\tVERSION\tTYPE\t");
        text.append(isImage ? "LAYER\tPATH\n" : "PATH\n");
        for (LayeredPackage each : sorted(sbom)) {
            text.append(cell(each.found().name())).append('\t');
            text.append(cell(each.found().version())).append('\t');
            text.append(each.found().kind().purlType()).append('\t');
            if (isImage) {
                text.append(layer(sbom, each.layer())).append('\t');
            }
            text.append(cell(place(each.found()))).append('\n');
        }
        return Table.align(text.toString());
    }

    /** Where a package is, and how sure that is where only its classes tell it. */
    private static String place(SoftwarePackage found) {
        String print = found.fingerprint();
        return found.place() + (print.isEmpty() ? "" : " (" + print + ")");
    }

    /** The line of the Dockerfile where it is known, else the number from the bottom. */
    private static String layer(Sbom sbom, int number) {
        return sbom.subject().image().stream()
                .map(image -> image.layers().get(number).origin())
                .filter(origin -> !origin.isEmpty())
                .findFirst()
                .orElse(Integer.toString(number + 1));
    }

    private static List<LayeredPackage> sorted(Sbom sbom) {
        return sbom.inventory().packages().stream()
                .sorted(
                        Comparator.comparing((LayeredPackage each) -> each.found().name())
                                .thenComparing(each -> each.found().version())
                                .thenComparing(each -> each.found().place().toString()))
                .toList();
    }

    private static String cell(String text) {
        return text.replace('\t', ' ').replace('\n', ' ');
    }

    private static String table(Coverage coverage) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%n%.1f %% of the %s in programs, libraries and Java archives belong to"
                                + " known packages.%n",
                        coverage.percent(),
                        Amount.size(coverage.bytes())));
        if (!coverage.unknown().isEmpty()) {
            StringBuilder rows = new StringBuilder("UNKNOWN\tSIZE\n");
            for (Executable each : coverage.unknown()) {
                rows.append(cell(each.path())).append('\t');
                rows.append(Amount.size(each.size())).append('\n');
            }
            text.append('\n').append(Table.align(rows.toString()));
        }
        return text.toString();
    }

    private static String purls(Sbom sbom) {
        StringBuilder text = new StringBuilder();
        sbom.inventory().packages().stream()
                .flatMap(each -> Purl.of(each.found(), sbom.inventory().distribution()).stream())
                .sorted()
                .distinct()
                .forEach(each -> text.append(each).append('\n'));
        return text.toString();
    }
}
