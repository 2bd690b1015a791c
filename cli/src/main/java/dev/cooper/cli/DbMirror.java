package dev.cooper.cli;

import dev.cooper.base.DebianBase;
import dev.cooper.base.DebianChangelogs;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.feed.Changelogs;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The source {@code mirror=debian:bookworm}: what a distribution's own archive says. */
final class DbMirror {
    private static final Map<String, String> DEBIAN =
            Map.of("bullseye", "11", "bookworm", "12", "trixie", "13", "forky", "14");
    private static final Map<String, String> UBUNTU =
            Map.of("focal", "20.04", "jammy", "22.04", "noble", "24.04", "resolute", "26.04");

    private DbMirror() {}

    static void read(String place, Options options, Terminal terminal, AdvisorySink sink)
            throws IOException, InterruptedException {
        int colon = place.indexOf(':');
        String distribution = colon < 0 ? place : place.substring(0, colon);
        String suite = colon < 0 ? "" : place.substring(colon + 1);
        Map<String, String> releases =
                switch (distribution) {
                    case "debian" -> DEBIAN;
                    case "ubuntu" -> UBUNTU;
                    default -> Map.of();
                };
        for (Map.Entry<String, String> release : releases.entrySet()) {
            suite = release.getValue().equals(suite) ? release.getKey() : suite;
        }
        String version = releases.get(suite);
        if (version == null) {
            throw new SyntaxException(
                    "mirror="
                            + place
                            + " is no release: want debian: or ubuntu: and a name such as"
                            + " bookworm or jammy");
        }
        String ecosystem = (distribution.equals("debian") ? "Debian:" : "Ubuntu:") + version;
        Set<String> only = only(options.values("only"));
        BaseOutput output = new BaseOutput(terminal, options.isOn("quiet"), false);
        Path downloads =
                LocalStore.open(LocalStore.defaultHome(terminal.environment()))
                        .directory(DebianBase.DOWNLOADS);
        Changelogs changelogs = new Changelogs(ecosystem, sink);
        try {
            Instant date =
                    DebianChangelogs.ofThisMachine(downloads, terminal.environment(), output)
                            .read(
                                    new DebianChangelogs.Request(
                                            suite,
                                            options.values("mirror"),
                                            options.value("keyring").map(Path::of),
                                            Platform.host(),
                                            name -> only.isEmpty() || only.contains(name)),
                                    changelogs::add);
            changelogs.done(date);
        } finally {
            output.end();
        }
    }

    /** Names, or files of names after an at sign. */
    private static Set<String> only(List<String> values) throws IOException {
        Set<String> names = new HashSet<>();
        for (String value : values) {
            Optional<Path> file =
                    value.startsWith("@")
                            ? Optional.of(Path.of(value.substring(1)))
                            : Optional.empty();
            String text = file.isPresent() ? Files.readString(file.get()) : value;
            for (String name : text.split("[\\s,]+")) {
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
