package dev.cooper.cli.scan;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.Flag.Effect;
import dev.cooper.inventory.document.Tree;
import dev.cooper.inventory.document.YamlDocument;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a scan is told: by an option, else by a variable ({@code COOPER_…}, else {@code TRIVY_…}),
 * else by the configuration file.
 */
public final class ScanSettings {
    private static final String USUAL_FILE = "trivy.yaml";
    private static final List<String> PREFIXES = List.of("COOPER_", "TRIVY_");

    private final Options options;
    private final Map<String, String> environment;
    private final Tree file;
    private final List<String> warnings = new ArrayList<>();

    private ScanSettings(Options options, Map<String, String> environment, Tree file) {
        this.options = options;
        this.environment = environment;
        this.file = file;
    }

    /**
     * Reads what there is.
     *
     * @param directory where relative names of files begin
     * @throws UsageException when something is asked for that is not done here
     * @throws SyntaxException when the configuration file cannot be read
     */
    public static ScanSettings read(
            Options options, Map<String, String> environment, Path directory) throws IOException {
        ScanSettings outside = new ScanSettings(options, environment, new Tree(null));
        outside.refuse();
        outside.warnOfIdleOptions();
        Optional<String> named = outside.value("config");
        Path path = directory.resolve(named.orElse(USUAL_FILE));
        if (!Files.exists(path)) {
            if (named.isPresent()) {
                throw new NoSuchFileException(path.toString());
            }
            return outside;
        }
        Tree file;
        try {
            file = YamlDocument.parse(Files.readAllBytes(path));
        } catch (SyntaxException e) {
            throw new SyntaxException(path + ": " + e.getMessage(), e);
        }
        ScanSettings all = new ScanSettings(options, environment, file);
        all.warnings.addAll(outside.warnings);
        all.warnOfKeys(path);
        return all;
    }

    private void refuse() {
        for (Flag flag : ScanFlags.all()) {
            if (flag.effect() == Effect.REFUSED && !isOff(flag) && outside(flag).isPresent()) {
                throw new UsageException("--" + flag.name() + " is not supported: " + flag.text());
            }
        }
    }

    private boolean isOff(Flag flag) {
        return flag.isSwitch() && outside(flag).map("false"::equals).orElse(true);
    }

    private void warnOfIdleOptions() {
        for (Flag flag : ScanFlags.all()) {
            if (flag.effect() == Effect.IGNORED
                    && !flag.text().isEmpty()
                    && outside(flag).isPresent()) {
                warnings.add("--" + flag.name() + " has nothing to do: " + flag.text());
            }
        }
    }

    /** Names in one warning the keys of the file that say nothing here. */
    private void warnOfKeys(Path path) {
        Set<String> unknown = new TreeSet<>();
        collect(file, "", unknown);
        if (!unknown.isEmpty()) {
            warnings.add(path + ": keys without effect here: " + String.join(", ", unknown));
        }
    }

    private static void collect(Tree tree, String prefix, Set<String> unknown) {
        tree.members()
                .forEach((name, member) -> {
                    String key = prefix + name;
                    Optional<Flag> flag =
                            ScanFlags.all().stream()
                                    .filter(each -> ScanFlags.keys(each).contains(key))
                                    .findFirst();
                    if (flag.isEmpty() && member.isObject()) {
                        collect(member, key + ".", unknown);
                    } else if (flag.isEmpty() || isRefused(flag.get(), member)) {
                        unknown.add(key);
                    }
                });
    }

    /** Whether the file asks for it; one that was generated names everything. */
    private static boolean isRefused(Flag flag, Tree value) {
        return flag.effect() == Effect.REFUSED && !Set.of("", "false", "0s").contains(value.text());
    }

    /** What is to be said of the settings themselves. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Whether something is said at all. */
    public boolean given(String name) {
        Flag flag = flag(name);
        return outside(flag).isPresent() || inFile(flag).isPresent();
    }

    /** Whether a switch is on. */
    public boolean isOn(String name) {
        Optional<String> value = value(name);
        return switch (value.orElse("false")) {
            case "true", "TRUE", "True", "1", "t", "T" -> true;
            case "false", "FALSE", "False", "0", "f", "F", "" -> false;
            default ->
                    throw new UsageException(
                            name + " takes true or false, not \"" + value.orElse("") + "\"");
        };
    }

    /** A value; the last one where there are several. */
    public Optional<String> value(String name) {
        Flag flag = flag(name);
        return outside(flag).or(() -> inFile(flag).map(Tree::text)).filter(text -> !text.isEmpty());
    }

    /** All values, also those with commas between them. */
    public List<String> list(String name) {
        Flag flag = flag(name);
        List<String> given = optionValues(flag);
        if (given.isEmpty()) {
            given = inEnvironment(flag).stream().toList();
        }
        if (given.isEmpty()) {
            Tree tree = inFile(flag).orElse(new Tree(null));
            given =
                    tree.items().isEmpty()
                            ? List.of(tree.text())
                            : tree.items().stream().map(Tree::text).toList();
        }
        List<String> values = new ArrayList<>();
        for (String each : given) {
            for (String part : each.split(",", -1)) {
                if (!part.isBlank()) {
                    values.add(part.strip());
                }
            }
        }
        return values;
    }

    /** A whole number, 0 where none is given. */
    public int number(String name) {
        String text = value(name).orElse("0");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UsageException("--" + name + " takes a whole number, not \"" + text + "\"");
        }
    }

    private static Flag flag(String name) {
        Flag flag = ScanFlags.find(name);
        if (flag == null) {
            throw new IllegalStateException("no such setting: " + name);
        }
        return flag;
    }

    private Optional<String> outside(Flag flag) {
        List<String> given = optionValues(flag);
        return given.isEmpty() ? inEnvironment(flag) : Optional.of(given.getLast());
    }

    private List<String> optionValues(Flag flag) {
        List<String> values = new ArrayList<>();
        ScanFlags.ALIASES.forEach((alias, name) -> {
            if (name.equals(flag.name())) {
                values.addAll(options.values(alias));
            }
        });
        values.addAll(options.values(flag.name()));
        return values;
    }

    private Optional<String> inEnvironment(Flag flag) {
        for (String prefix : PREFIXES) {
            String value = environment.get(prefix + flag.variable());
            if (value != null && !value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private Optional<Tree> inFile(Flag flag) {
        for (String key : ScanFlags.keys(flag)) {
            Tree tree = file;
            for (String part : key.split("\\.", -1)) {
                tree = tree.at(part);
            }
            if (tree.isPresent()) {
                return Optional.of(tree);
            }
        }
        return Optional.empty();
    }
}
