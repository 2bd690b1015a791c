package dev.cooper.cli;

import dev.cooper.cli.format.Table;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.sync.SyncFile;
import dev.cooper.cli.sync.SyncSource;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code cooper sync}: copies what a file lists, as skopeo sync does. */
final class SyncCommand implements Command {
    static final String SUMMARY = "Copy the images that a file lists to a registry or a layout";

    private static final String DETAILS =
            """
            FILE is what "skopeo sync --src yaml" reads: registries with images (tags or
            digests; none means all tags), images-by-tag-regex, images-by-semver, credentials,
            tls-verify and cert-dir. What is there already is not copied again.
            """;

    @Override
    public Usage usage() {
        return Usage.of("cooper sync [OPTIONS] --dest DESTINATION FILE", SUMMARY)
                .flag("all", 'a', "Copy all images of an index, not only one")
                .value("append-suffix", 0, "string", "Add to the tags at the destination")
                .value("dest", 'd', "string", "docker://REGISTRY[/PREFIX] or oci:DIRECTORY")
                .flag("dry-run", 0, "Only say what would be copied")
                .flag("keep-going", 0, "Go on with the other images after a failure")
                .value("platform", 0, "string", "Of an index, the image for os[/arch[/variant]]")
                .flag("scoped", 0, "Put registry and path of the source into the new name")
                .operands(1, 1)
                .details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        SyncTarget target =
                SyncTarget.parse(
                        options.value("dest")
                                .filter(text -> !text.isEmpty())
                                .orElseThrow(() ->
                                        new UsageException("--dest is missing: say where to")),
                        options.isOn("scoped"),
                        options.value("append-suffix").orElse(""));
        if (options.isOn("all") && options.given("platform")) {
            throw new UsageException("--platform and --all exclude each other");
        }
        Path file = Path.of(options.operands().getFirst());
        List<SyncSource> sources = SyncFile.parse(read(file), file.toString());
        List<SyncOutcome> outcomes = new ArrayList<>();
        try (Remote remote = new Remote(terminal)) {
            for (SyncSource source : sources) {
                remote.registries().use(source.registry(), source.access());
            }
            SyncOne sync = new SyncOne(remote, target, options, terminal);
            boolean goOn = true;
            for (SyncSource source : sources) {
                for (SyncSource.Wish wish : source.wishes()) {
                    goOn = goOn && wish(source, wish, remote, sync, outcomes, options);
                }
            }
        }
        report(outcomes, options.isOn("dry-run"), terminal);
        return outcomes.stream().allMatch(SyncOutcome::isGood) ? 0 : 1;
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there; give a YAML file", e);
        }
    }

    /** Copies the images of one repository; returns whether to go on. */
    private static boolean wish(
            SyncSource source,
            SyncSource.Wish wish,
            Remote remote,
            SyncOne sync,
            List<SyncOutcome> outcomes,
            Options options) {
        Set<Reference> images = new LinkedHashSet<>();
        try {
            Reference repository = repository(source, wish);
            for (String version : wish.versions()) {
                images.add(image(repository, version));
            }
            if (wish.versions().isEmpty()) {
                for (String tag : remote.place(repository).tags()) {
                    if (wish.selection().takes(tag)) {
                        images.add(repository.withTag(tag));
                    }
                }
            }
        } catch (IOException | SyntaxException e) {
            outcomes.add(SyncOutcome.failed(source.registry() + "/" + wish.repository(), "", e));
            return options.isOn("keep-going");
        }
        for (Reference image : images) {
            SyncOutcome outcome = sync.image(image);
            outcomes.add(outcome);
            if (!outcome.isGood() && !options.isOn("keep-going")) {
                return false;
            }
        }
        return true;
    }

    private static Reference repository(SyncSource source, SyncSource.Wish wish) {
        return Remote.repository(source.registry() + "/" + wish.repository());
    }

    private static Reference image(Reference repository, String version) {
        String separator = version.indexOf(':') >= 0 ? "@" : ":";
        return Reference.parse(repository + separator + version);
    }

    private static void report(List<SyncOutcome> outcomes, boolean dryRun, Terminal terminal)
            throws IOException {
        StringBuilder table = new StringBuilder("SOURCE\tDESTINATION\tSTATUS\n");
        int failed = 0;
        int copied = 0;
        for (SyncOutcome outcome : outcomes) {
            table.append(outcome.source()).append('\t').append(outcome.target()).append('\t');
            table.append(outcome.status().text()).append('\n');
            failed += outcome.isGood() ? 0 : 1;
            copied += outcome.status() == SyncOutcome.Status.COPIED ? 1 : 0;
            copied += outcome.status() == SyncOutcome.Status.WOULD_COPY ? 1 : 0;
        }
        terminal.print(Table.align(table.toString()));
        int there = outcomes.size() - failed - copied;
        terminal.println(
                (dryRun ? "to copy: " : "copied: ")
                        + copied
                        + ", up to date: "
                        + there
                        + ", failed: "
                        + failed);
        for (SyncOutcome outcome : outcomes) {
            if (!outcome.isGood()) {
                terminal.error("cooper: " + outcome.problem());
            }
        }
    }
}
