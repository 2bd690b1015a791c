package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.time;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonStream;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.EndOfLife;
import dev.cooper.scan.advisory.Vulnerability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Feeds that say little, of CVEs and of products: KEV, EPSS, endoflife.date. */
final class CveFeeds {
    private static final int LONGEST_LINE = 1_000;

    private CveFeeds() {}

    /** What a feed has said so far. */
    private static final class Counted {
        private Optional<Instant> asOf = Optional.empty();
        private long records;

        void done(Publishers.Publisher publisher, AdvisorySink sink) {
            sink.origin(
                    new DatabaseState.Origin(
                            publisher.source(), "", publisher.licence(), asOf, records));
        }
    }

    /** CISA's catalogue of what is exploited. */
    static void exploited(InputStream json, AdvisorySink sink) throws IOException {
        Counted counted = new Counted();
        JsonStream.read(
                json,
                "vulnerabilities",
                (name, value) -> {
                    if (name.equals("dateReleased")) {
                        counted.asOf = time(value);
                    } else if (name.equals("vulnerabilities")) {
                        String id = text(map(value).get("cveID"));
                        Optional<Instant> since = time(map(value).get("dateAdded"));
                        if (!id.isEmpty() && since.isPresent()) {
                            sink.exploited(id, since.get());
                            counted.records++;
                        }
                    }
                });
        counted.done(Publishers.KEV, sink);
    }

    /** The scores of EPSS: {@code cve,epss,percentile} after a comment with the date. */
    static void epss(InputStream csv, AdvisorySink sink) throws IOException {
        Counted counted = new Counted();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8), 1 << 16);
        String line;
        while ((line = line(lines)) != null) {
            int date = line.indexOf("score_date:");
            if (line.startsWith("#") && date > 0) {
                String rest = line.substring(date + "score_date:".length());
                counted.asOf = time(rest.substring(0, Math.min(10, rest.length())));
            } else if (line.startsWith("CVE-")) {
                String[] cells = line.split(",", -1);
                try {
                    double probability = Double.parseDouble(cells[1]);
                    double percentile = Double.parseDouble(cells[2]);
                    sink.epss(cells[0], new Vulnerability.Epss(probability, percentile));
                    counted.records++;
                } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                    sink.warn("a line of EPSS was left out: " + cells[0]);
                }
            }
        }
        counted.done(Publishers.EPSS, sink);
    }

    private static @org.jspecify.annotations.Nullable String line(BufferedReader lines)
            throws IOException {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = lines.read()) >= 0 && c != '\n') {
            if (line.length() >= LONGEST_LINE) {
                throw new SyntaxException("a line of EPSS is longer than any should be");
            }
            line.append((char) c);
        }
        return c < 0 && line.isEmpty() ? null : line.toString();
    }

    /**
     * The releases of a product, as endoflife.date gives them.
     *
     * @param product the name of the file without its ending
     */
    static void endOfLife(byte[] json, String product, AdvisorySink sink) throws IOException {
        List<EndOfLife.Cycle> cycles = new ArrayList<>();
        for (Map<?, ?> cycle : maps(Json.parse(json))) {
            cycles.add(
                    new EndOfLife.Cycle(
                            product,
                            String.valueOf(cycle.get("cycle")),
                            EndOfLife.day(text(cycle.get("eol"))),
                            EndOfLife.day(text(cycle.get("extendedSupport")))));
        }
        sink.endOfLife(product, cycles);
        Counted counted = new Counted();
        counted.records = cycles.size();
        counted.done(Publishers.END_OF_LIFE, sink);
    }
}
