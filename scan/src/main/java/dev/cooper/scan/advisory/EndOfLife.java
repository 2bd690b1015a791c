package dev.cooper.scan.advisory;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.PackedReader;
import dev.cooper.inventory.PackedWriter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When releases are no longer kept up, by products and cycles as endoflife.date has them. What
 * comes with the program are the dates of the usual distributions; a database may know more.
 */
public final class EndOfLife {
    private static final String TABLE = "end-of-life.tsv";

    /**
     * A release of a product.
     *
     * @param product such as {@code alpine-linux}
     * @param version such as {@code 3.20}
     * @param end the last day of updates for everyone; empty when it is not known yet
     * @param extended the last day of updates by others, or for money, if there are any
     */
    public record Cycle(
            String product, String version, Optional<LocalDate> end, Optional<LocalDate> extended) {

        /**
         * The last day on which security updates come without a contract: for Debian that of its
         * long term support.
         */
        public Optional<LocalDate> lastUpdates() {
            return product.equals("debian") && extended.isPresent() ? extended : end;
        }

        /** Whether no more security updates come on a day. */
        public boolean isOver(LocalDate day) {
            return lastUpdates().map(day::isAfter).orElse(false);
        }
    }

    private EndOfLife() {}

    /** The name of a distribution at endoflife.date; empty for those that have no dates here. */
    public static Optional<String> product(Distribution distribution) {
        return switch (distribution.id()) {
            case "debian", "ubuntu", "rhel", "almalinux" -> Optional.of(distribution.id());
            case "alpine" -> Optional.of("alpine-linux");
            case "amzn" -> Optional.of("amazon-linux");
            case "rocky" -> Optional.of("rocky-linux");
            case "ol" -> Optional.of("oracle-linux");
            case "centos" -> Optional.of("centos");
            case "fedora" -> Optional.of("fedora");
            default -> Optional.empty();
        };
    }

    /** What comes with the program about a release, such as {@code debian} and {@code 12.5}. */
    public static Optional<Cycle> builtIn(String product, String version) {
        return best(table(product), version);
    }

    /** The cycle that a version belongs to: the longest whose numbers it begins with. */
    static Optional<Cycle> best(List<Cycle> cycles, String version) {
        return cycles.stream()
                .filter(cycle -> (version + ".").startsWith(cycle.version() + "."))
                .max(Comparator.comparingInt(cycle -> cycle.version().length()));
    }

    private static List<Cycle> table(String product) {
        List<Cycle> cycles = new ArrayList<>();
        try (InputStream in = EndOfLife.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its " + TABLE);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                String[] cells = line.split("\t", -1);
                if (cells.length == 4 && cells[0].equals(product)) {
                    cycles.add(new Cycle(cells[0], cells[1], day(cells[2]), day(cells[3])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cycles;
    }

    /** A day as feeds write it; empty for anything else. */
    public static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static byte[] write(List<Cycle> cycles) {
        PackedWriter out = new PackedWriter().number(cycles.size());
        for (Cycle cycle : cycles) {
            out.text(cycle.product()).text(cycle.version());
            out.text(cycle.end().map(LocalDate::toString).orElse(""));
            out.text(cycle.extended().map(LocalDate::toString).orElse(""));
        }
        return out.bytes();
    }

    static List<Cycle> read(ByteBuffer bytes) {
        PackedReader in = new PackedReader(bytes);
        List<Cycle> cycles = new ArrayList<>();
        for (int i = in.number(); i > 0; i--) {
            cycles.add(new Cycle(in.text(), in.text(), day(in.text()), day(in.text())));
        }
        return cycles;
    }
}
