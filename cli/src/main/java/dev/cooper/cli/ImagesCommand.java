package dev.cooper.cli;

import dev.cooper.cli.format.Amount;
import dev.cooper.cli.format.ListFormat;
import dev.cooper.cli.format.Moment;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.template.Struct;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.store.Listing;
import dev.cooper.store.LocalStore;
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

/** {@code cooper images}: lists the images of the store. */
final class ImagesCommand implements Command {
    private static final List<String> FILTERS =
            List.of("before", "dangling", "label", "label!", "reference", "since", "until");
    private static final String NONE = "<none>";
    private static final Map<String, String> HEADINGS =
            Map.ofEntries(
                    Map.entry("Repository", "REPOSITORY"),
                    Map.entry("Tag", "TAG"),
                    Map.entry("Digest", "DIGEST"),
                    Map.entry("ID", "IMAGE ID"),
                    Map.entry("CreatedSince", "CREATED"),
                    Map.entry("CreatedAt", "CREATED AT"),
                    Map.entry("Size", "SIZE"),
                    Map.entry("VirtualSize", "SIZE"),
                    Map.entry("SharedSize", "SHARED SIZE"),
                    Map.entry("UniqueSize", "UNIQUE SIZE"),
                    Map.entry("Containers", "CONTAINERS"));

    @Override
    public Usage usage() {
        return Usage.of("cooper images [OPTIONS] [REPOSITORY[:TAG]]", "List images")
                .aliases("cooper image ls", "cooper image list", "cooper images")
                .flag("all", 'a', "Show all images (there are no hidden ones)")
                .flag("digests", 0, "Show digests")
                .list(
                        "filter",
                        'f',
                        "filter",
                        "Filter output based on conditions provided: dangling=true, label=…,"
                            + " label!=…, before=IMAGE, since=IMAGE, until=TIME, reference=PATTERN")
                .value("format", 0, "string", FormatHelp.WITH_TABLE)
                .flag("no-trunc", 0, "Don't truncate output")
                .flag("quiet", 'q', "Only show image IDs")
                .operands(0, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        LocalStore store = Images.openStore(terminal);
        Instant now = Instant.now();
        ImageFilter filter = ImageFilter.parse(options.values("filter"), FILTERS, store, now);
        options.operands().forEach(filter::addName);
        Listing listing = store.list();
        List<StoredImage> images = new ArrayList<>();
        for (StoredImage image : listing.images()) {
            if (filter.accepts(image)) {
                images.add(image);
            }
        }
        images.sort((a, b) -> ImageFilter.created(b).compareTo(ImageFilter.created(a)));
        List<Struct> rows = new ArrayList<>();
        boolean full = options.isOn("no-trunc");
        for (StoredImage image : images) {
            addRows(rows, image, filter, full, now);
        }
        Optional<String> format = options.value("format").filter(text -> !text.isEmpty());
        boolean usual = format.isEmpty() || format.get().equals("table");
        terminal.print(
                usual && options.isOn("quiet")
                        ? ListFormat.printField("ID", rows)
                        : format(options).print(format, rows));
        for (String problem : listing.problems()) {
            terminal.error("cooper: " + problem);
        }
        return listing.problems().isEmpty() ? 0 : 1;
    }

    private static ListFormat format(Options options) {
        List<String> columns =
                options.isOn("digests")
                        ? List.of("Repository", "Tag", "Digest", "ID", "CreatedSince", "Size")
                        : List.of("Repository", "Tag", "ID", "CreatedSince", "Size");
        String raw =
                options.isOn("quiet")
                        ? "image_id: {{.ID}}"
                        : "repository: {{.Repository}}\ntag: {{.Tag}}\n"
                                + (options.isOn("digests") ? "digest: {{.Digest}}\n" : "")
                                + "image_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\n"
                                + "virtual_size: {{.Size}}\n";
        return new ListFormat(columns, Optional.of(raw), HEADINGS);
    }

    private static void addRows(
            List<Struct> rows, StoredImage image, ImageFilter filter, boolean full, Instant now) {
        if (image.names().isEmpty() && !filter.selectsNames()) {
            rows.add(row(image, NONE, NONE, full, now));
        }
        for (Reference name : image.names()) {
            if (filter.accepts(name)) {
                rows.add(row(image, name.familiarName(), name.tag().orElse(NONE), full, now));
            }
        }
    }

    private static Struct row(
            StoredImage image, String repository, String tag, boolean full, Instant now) {
        Optional<Instant> created = image.config().created();
        Map<String, @Nullable Object> row = new TreeMap<>();
        row.put("Containers", "N/A");
        row.put("CreatedAt", created.map(Moment::print).orElse("N/A"));
        row.put(
                "CreatedSince",
                created.map(time -> Amount.age(Duration.between(time, now)) + " ago")
                        .orElse("N/A"));
        row.put("Digest", image.descriptor().digest().toString());
        row.put("ID", full ? image.id().toString() : image.id().shortHex());
        row.put("Repository", repository);
        row.put("SharedSize", "N/A");
        row.put("Size", Amount.size(image.size()));
        row.put("Tag", tag);
        row.put("UniqueSize", "N/A");
        row.put("VirtualSize", Amount.size(image.size()));
        return new Struct("*formatter.imageContext", row);
    }
}
