package dev.cooper.cli;

import dev.cooper.cli.format.Amount;
import dev.cooper.cli.format.ListFormat;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.template.Struct;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.History;
import dev.cooper.oci.Rfc3339;
import dev.cooper.store.StoredImage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code cooper history}: lists the steps that made an image, the newest first. */
final class HistoryCommand implements Command {
    private static final int LONGEST_STEP = 45;
    private static final Map<String, String> HEADINGS =
            Map.of(
                    "ID", "IMAGE",
                    "CreatedSince", "CREATED",
                    "CreatedAt", "CREATED AT",
                    "CreatedBy", "CREATED BY",
                    "Size", "SIZE",
                    "Comment", "COMMENT");

    @Override
    public Usage usage() {
        return Usage.of("cooper history [OPTIONS] IMAGE", "Show the history of an image")
                .aliases("cooper image history", "cooper history")
                .value("format", 0, "string", FormatHelp.WITH_TABLE)
                .flag("human", 'H', "Print sizes and dates in human readable format (default true)")
                .flag("no-trunc", 0, "Don't truncate output")
                .value(
                        "platform",
                        0,
                        "string",
                        "Refuse an image for another platform, formatted as os[/arch[/variant]]")
                .flag("quiet", 'q', "Only show image IDs")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        StoredImage image =
                Images.require(
                        Images.openStore(terminal),
                        options.operands().getFirst(),
                        options.value("platform"));
        boolean human = !options.given("human") || options.isOn("human");
        boolean full = options.isOn("no-trunc");
        List<Struct> rows = rows(image, human, full, Instant.now());
        Optional<String> format = options.value("format").filter(text -> !text.isEmpty());
        boolean usual = format.isEmpty() || format.get().equals("table");
        terminal.print(
                usual && options.isOn("quiet")
                        ? ListFormat.printField("ID", rows)
                        : new ListFormat(
                                        List.of(
                                                "ID",
                                                human ? "CreatedSince" : "CreatedAt",
                                                "CreatedBy",
                                                "Size",
                                                "Comment"),
                                        Optional.empty(),
                                        HEADINGS)
                                .print(format, rows));
        return 0;
    }

    private static List<Struct> rows(StoredImage image, boolean human, boolean full, Instant now) {
        List<Struct> rows = new ArrayList<>();
        String id = full ? image.id().toString() : image.id().shortHex();
        int layer = 0;
        List<History> steps = image.config().history();
        for (int i = 0; i < steps.size(); i++) {
            History step = steps.get(i);
            long size = 0;
            if (!step.emptyLayer() && layer < image.layerSizes().size()) {
                size = image.layerSizes().get(layer++);
            }
            boolean newest = i == steps.size() - 1;
            rows.addFirst(row(step, newest ? id : "<missing>", size, human, full, now));
        }
        return rows;
    }

    private static Struct row(
            History step, String id, long size, boolean human, boolean full, Instant now) {
        String text = step.createdBy().replace('\t', ' ');
        Map<String, @Nullable Object> row = new TreeMap<>();
        row.put("Comment", step.comment());
        row.put(
                "CreatedAt",
                step.created()
                        .map(time -> Rfc3339.format(Instant.ofEpochSecond(time.getEpochSecond())))
                        .orElse("N/A"));
        row.put(
                "CreatedSince",
                step.created()
                        .map(time -> Amount.age(Duration.between(time, now)) + " ago")
                        .orElse("N/A"));
        row.put("CreatedBy", full ? text : shortened(text));
        row.put("ID", id);
        row.put("Size", human ? Amount.size(size) : Long.toString(size));
        return new Struct("*formatter.historyContext", row);
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST_STEP) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST_STEP - 1)) + "…";
    }
}
