import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.feed.Databases;
import dev.cooper.scan.match.MatchOptions;
import dev.cooper.scan.match.Matcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A database of 500,000 advisories: how long it takes to open it and to match 1,000 packages.
 *
 * <p>{@code make FILE.zip} writes records of OSV about made-up npm packages; {@code measure
 * DIRECTORY RUNS} opens the database that {@code cooper db build} made of them.
 */
final class Advisories {
    /**
     * On a machine that others use, too, the time of the processor says more than that of the wall.
     */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int RECORDS = 500_000;
    private static final int NAMES = 100_000;
    private static final int PACKAGES = 1_000;

    private Advisories() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("make")) {
            make(Path.of(args[1]));
        } else {
            measure(Path.of(args[1]), Integer.parseInt(args[2]));
        }
    }

    private static void make(Path file) throws IOException {
        Random random = new Random(1);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(1);
            for (int i = 0; i < RECORDS; i++) {
                String record =
                        """
                        {"schema_version":"1.6.0","id":"CVE-2098-%d","modified":"2026-01-01T00:00:00Z",\
                        "summary":"made up","affected":[{"package":{"ecosystem":"npm","name":"package-%d"},\
                        "ranges":[{"type":"SEMVER","events":[{"introduced":"%d.0.0"},{"fixed":"%d.%d.0"}]}]}]}\
                        """
                                .formatted(
                                        100_000 + i,
                                        random.nextInt(NAMES),
                                        random.nextInt(3),
                                        3 + random.nextInt(3),
                                        random.nextInt(9));
                zip.putNextEntry(new ZipEntry("CVE-2098-" + (100_000 + i) + ".json"));
                zip.write(record.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void measure(Path directory, int runs) throws IOException {
        for (int run = 0; run < runs; run++) {
            ImageInventory inventory = inventory(new Random(run));
            long before = THREADS.getCurrentThreadCpuTime();
            long begin = System.nanoTime();
            try (AdvisoryDatabase database = Databases.open(directory, Optional.empty())) {
                long opened = System.nanoTime();
                long then = THREADS.getCurrentThreadCpuTime();
                int found =
                        new Matcher(database, MatchOptions.DEFAULT)
                                .match(inventory)
                                .findings()
                                .size();
                long end = System.nanoTime();
                long last = THREADS.getCurrentThreadCpuTime();
                System.out.printf(
                        "open %.1f ms (CPU %.1f), %d packages matched %.1f ms (CPU %.1f), %d"
                                + " findings%n",
                        (opened - begin) / 1e6,
                        (then - before) / 1e6,
                        PACKAGES,
                        (end - opened) / 1e6,
                        (last - then) / 1e6,
                        found);
            }
        }
    }

    private static ImageInventory inventory(Random random) {
        List<LayeredPackage> packages = new ArrayList<>();
        for (int i = 0; i < PACKAGES; i++) {
            SoftwarePackage.Place place =
                    SoftwarePackage.Place.of("app/node_modules/" + i + "/package.json");
            String version = random.nextInt(6) + "." + random.nextInt(9) + ".0";
            String name = "package-" + random.nextInt(NAMES);
            packages.add(
                    new LayeredPackage(
                            SoftwarePackage.of(PackageKind.NPM, name, version, place), 0));
        }
        return new ImageInventory(Distribution.UNKNOWN, packages, List.of());
    }
}
