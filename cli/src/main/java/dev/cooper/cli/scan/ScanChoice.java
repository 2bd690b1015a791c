package dev.cooper.cli.scan;

import dev.cooper.cli.option.UsageException;
import dev.cooper.scan.PackageChoice;
import dev.cooper.scan.ScanOptions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.license.Category;
import dev.cooper.scan.license.LicensePolicy;
import dev.cooper.scan.match.MatchOptions;
import dev.cooper.scan.match.MatchOptions.DetectionPriority;
import dev.cooper.scan.match.MatchOptions.PackageType;
import dev.cooper.scan.report.Scanner;
import dev.cooper.scan.secret.SecretRules;
import dev.cooper.scan.vex.Suppressions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is looked for and shown, as the settings say. */
public final class ScanChoice {
    private static final List<String> RELATIONSHIPS =
            List.of("unknown", "root", "workspace", "direct", "indirect");

    private final ScanSettings settings;
    private final Path directory;

    /**
     * @param directory where relative names of files begin
     */
    public ScanChoice(ScanSettings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /**
     * All of it.
     *
     * @param vex documents, and directories of VEX repositories
     * @throws UsageException when a value is none that there is
     * @throws IOException when a file with rules cannot be read
     */
    public ScanOptions options(List<Scanner> scanners, LocalDate today, List<Path> vex)
            throws IOException {
        Set<Scanner> configScanners = Set.copyOf(scanners("image-config-scanners", List.of()));
        Set<Scanner> all = new HashSet<>(scanners);
        all.addAll(configScanners);
        // Checks of configurations look for secrets, too.
        boolean looksForSecrets =
                all.contains(Scanner.SECRET) || all.contains(Scanner.MISCONFIGURATION);
        return new ScanOptions(
                Set.copyOf(scanners),
                configScanners,
                match(),
                packages(),
                looksForSecrets ? secretRules() : SecretRules.NONE,
                licenses(),
                licenseFiles(),
                suppressions(today, vex),
                settings.list("skip-dirs"),
                settings.list("skip-files"));
    }

    private PackageChoice packages() {
        Set<String> relationships = Set.copyOf(settings.list("pkg-relationships"));
        for (String word : relationships) {
            if (!RELATIONSHIPS.contains(word)) {
                throw none("pkg-relationships", word, RELATIONSHIPS);
            }
        }
        return new PackageChoice(settings.isOn("include-dev-deps"), relationships);
    }

    /** Which licences are of which category, where the settings say otherwise. */
    private LicensePolicy licenses() {
        Map<Category, List<String>> own = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            String name = "license-" + category.label();
            if (settings.given(name)) {
                own.put(category, settings.list(name));
            }
        }
        return LicensePolicy.of(own, settings.list("ignored-licenses"));
    }

    /** How sure a licence in a file must be, if files are looked into. */
    private Optional<Double> licenseFiles() {
        String text = settings.value("license-confidence-level").orElse("0.9");
        double least = -1;
        try {
            least = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            // said below
        }
        if (!(least > 0 && least <= 1)) {
            throw new UsageException(
                    "--license-confidence-level takes a number above 0 and up to 1, not \""
                            + text
                            + "\"");
        }
        return settings.isOn("license-full") ? Optional.of(least) : Optional.empty();
    }

    /** What need not be shown; a file that is named must be there. */
    private Suppressions suppressions(LocalDate today, List<Path> vex) throws IOException {
        List<Path> ignoreFiles = new ArrayList<>();
        Optional<String> named = settings.value("ignorefile");
        if (named.isPresent()) {
            ignoreFiles.add(directory.resolve(named.get()));
        } else {
            for (String usual : List.of(".trivyignore", ".trivyignore.yaml")) {
                if (ignoreFiles.isEmpty() && Files.exists(directory.resolve(usual))) {
                    ignoreFiles.add(directory.resolve(usual));
                }
            }
        }
        return ignoreFiles.isEmpty() && vex.isEmpty()
                ? Suppressions.NONE
                : Suppressions.read(ignoreFiles, vex, today);
    }

    /** What is looked for, in the order it is listed. */
    public List<Scanner> scanners(List<Scanner> usual) {
        return scanners("scanners", usual);
    }

    private List<Scanner> scanners(String name, List<Scanner> usual) {
        List<Scanner> scanners = new ArrayList<>();
        for (String word : settings.list(name)) {
            scanners.add(
                    switch (word) {
                        case "vuln" -> Scanner.VULNERABILITY;
                        case "misconfig", "config" -> Scanner.MISCONFIGURATION;
                        case "secret" -> Scanner.SECRET;
                        case "license" -> Scanner.LICENSE;
                        case "rbac" ->
                                throw new UsageException(
                                        "--scanners rbac is not supported: roles of clusters are"
                                                + " not looked at");
                        default -> throw none(name, word, words(Scanner.values()));
                    });
        }
        return settings.given(name) ? List.copyOf(scanners) : usual;
    }

    private static List<String> words(Scanner[] scanners) {
        List<String> words = new ArrayList<>();
        for (Scanner scanner : scanners) {
            words.add(scanner.word());
        }
        return words;
    }

    /** Which findings are shown. */
    public Set<Severity> severities() {
        Set<Severity> severities = EnumSet.noneOf(Severity.class);
        for (String word : settings.list("severity")) {
            try {
                severities.add(Severity.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw none(
                        "severity", word, List.of("UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL"));
            }
        }
        return severities.isEmpty() ? EnumSet.allOf(Severity.class) : severities;
    }

    private MatchOptions match() {
        List<String> sources = settings.list("vuln-severity-source");
        return new MatchOptions(
                severities(),
                settings.isOn("ignore-unfixed"),
                statuses(),
                packageTypes(),
                priority(),
                sources.isEmpty() ? List.of("auto") : sources);
    }

    private Set<Status> statuses() {
        Set<Status> statuses = EnumSet.noneOf(Status.class);
        for (String word : settings.list("ignore-status")) {
            List<String> words = new ArrayList<>();
            boolean found = false;
            for (Status status : Status.values()) {
                words.add(status.word());
                found |= status.word().equals(word) && statuses.add(status);
            }
            if (!found && !words.contains(word)) {
                throw none("ignore-status", word, words);
            }
        }
        return statuses;
    }

    private Set<PackageType> packageTypes() {
        Set<PackageType> types = EnumSet.noneOf(PackageType.class);
        for (String word : settings.list("pkg-types")) {
            types.add(
                    switch (word) {
                        case "os" -> PackageType.OS;
                        case "library" -> PackageType.LIBRARY;
                        default -> throw none("pkg-types", word, List.of("os", "library"));
                    });
        }
        return types.isEmpty() ? EnumSet.allOf(PackageType.class) : types;
    }

    private DetectionPriority priority() {
        String word = settings.value("detection-priority").orElse("precise");
        return switch (word) {
            case "precise" -> DetectionPriority.PRECISE;
            case "comprehensive" -> DetectionPriority.COMPREHENSIVE;
            default -> throw none("detection-priority", word, List.of("precise", "comprehensive"));
        };
    }

    private SecretRules secretRules() throws IOException {
        Optional<String> named = settings.value("secret-config");
        Path usual = directory.resolve("trivy-secret.yaml");
        if (named.isPresent()) {
            return SecretRules.read(directory.resolve(named.get()));
        }
        return Files.exists(usual) ? SecretRules.read(usual) : SecretRules.builtIn();
    }

    private static UsageException none(String name, String word, List<String> words) {
        return new UsageException(
                "--%s takes %s, not \"%s\"".formatted(name, String.join(", ", words), word));
    }
}
