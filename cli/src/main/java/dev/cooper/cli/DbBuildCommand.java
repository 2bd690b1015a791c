package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.scan.advisory.DatabaseBuilder;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.feed.Feed;
import dev.cooper.scan.feed.Feeds;

import java.io.IOException;
import java.nio.file.Path;

/** {@code cooper db build}: a database from what publishers of advisories offer. */
final class DbBuildCommand implements Command {
    static final String SUMMARY = "Build a database from feeds of advisories";

    private static final String MIRROR = "mirror=";

    private static final String DETAILS =
            """
            A SOURCE is a file, a directory or an archive (.zip, .tar, .tgz, .tar.zst and the
            like), or KIND=PLACE where its kind is not seen from its content:
              osv             records of OSV, GitHub's advisory database among them
              secdb           Alpine's security database, and Wolfi's
              debian-tracker  data.json of Debian's security tracker
              csaf            Red Hat's CSAF 2.0: VEX and advisories
              nvd             the NVD's JSON, version 2.0
              kev             CISA's catalogue of known exploited vulnerabilities
              epss            the scores of EPSS, as CSV
              eol             cycles of products from endoflife.date, PRODUCT.json

            mirror=debian:bookworm needs no feed: it fetches the packages of the security suite
            from this machine's mirror, verified as apt does, and takes from their changelogs
            which version mends which CVE. What nothing mends is not found that way.

            The same sources make the same files. Scans that are running keep the state that
            they have begun with.

            Examples:
              cooper db build osv/npm/all.zip osv/PyPI/all.zip kev.json
              cooper db build mirror=debian:bookworm
              cooper db build secdb=alpine/v3.20/main.json debian-tracker=data.json
            """;

    @Override
    public Usage usage() {
        return DbOptions.add(
                Usage.of("cooper db build [OPTIONS] SOURCE [SOURCE...]", SUMMARY)
                        .operands(1, Integer.MAX_VALUE)
                        .value("output", 'o', "directory", "Where the database is to be instead")
                        .value(
                                "as-of",
                                0,
                                "date",
                                "How far the sources had come (default: the newest date in them)")
                        .value("keep", 0, "number", "How many states to keep (default: 3)")
                        .list(
                                "only",
                                0,
                                "stringArray",
                                "Source packages to take from a mirror: names, or @FILE of them")
                        .list(
                                "mirror",
                                0,
                                "stringArray",
                                "Address of an archive (default: those of this machine's apt)")
                        .value(
                                "keyring",
                                0,
                                "file",
                                "Keys that must have signed its index (default: apt's)")
                        .flag("quiet", 'q', "Print the counts only")
                        .details(DETAILS));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        Path directory =
                options.given("output")
                        ? Path.of(options.value("output").orElseThrow())
                        : DbOptions.directory(options, terminal);
        int keep = DbOptions.keep(options);
        DbOptions.tellOfOthers(directory, terminal);
        try (DatabaseBuilder builder = new DatabaseBuilder(directory)) {
            for (String source : options.operands()) {
                if (source.startsWith(MIRROR)) {
                    DbMirror.read(source.substring(MIRROR.length()), options, terminal, builder);
                } else {
                    read(source, builder, options.isOn("quiet"), terminal);
                }
            }
            DatabaseState state =
                    builder.finish(
                            DbOptions.now(terminal),
                            options.value("as-of").map(DbOptions::time),
                            keep);
            builder.warnings().forEach(warning -> terminal.error("warning: " + warning));
            terminal.println(
                    state.advisories()
                            + " advisories, "
                            + state.vulnerabilities()
                            + " vulnerabilities described, as of "
                            + state.asOf()
                            + ", in "
                            + directory);
        }
        return 0;
    }

    private static void read(
            String source, DatabaseBuilder builder, boolean quiet, Terminal terminal)
            throws IOException {
        int equals = source.indexOf('=');
        int slash = source.indexOf('/');
        boolean named = equals > 0 && (slash < 0 || equals < slash);
        Path place = Path.of(named ? source.substring(equals + 1) : source);
        Feed feed = named ? Feed.parse(source.substring(0, equals)) : Feeds.guess(place);
        if (!quiet) {
            terminal.error("reading " + place + " (" + feed.word() + ")");
        }
        Feeds.read(feed, place, builder);
    }
}
