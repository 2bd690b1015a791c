package dev.cooper.cli;

import dev.cooper.cli.scan.NewerTags;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.Scan;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.BaseImage;
import dev.cooper.scan.match.NewerBase;
import dev.cooper.store.LocalStore;
import dev.cooper.store.StoredImage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks into other images to build on (decision 1171): those that are named as candidates, the
 * base's own name as it is now, and newer tags of its repository, in the store and in the registry.
 */
final class NewerBases {
    private static final int MOST_TAGS = 5;

    private final ScanSettings settings;
    private final Remote remote;
    private final Terminal terminal;
    private final Scan scan;
    private final List<String> warnings = new ArrayList<>();

    NewerBases(ScanSettings settings, Remote remote, Terminal terminal, Scan scan) {
        this.settings = settings;
        this.remote = remote;
        this.terminal = terminal;
        this.scan = scan;
    }

    /** What could not be looked into, and why. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Compares a base with what could be used in its place.
     *
     * @param layers of the image that was built on it
     * @param findings in that image
     */
    List<NewerBase> of(BaseImage base, List<Digest> layers, List<VulnerabilityFinding> findings)
            throws InterruptedException {
        List<Digest> own = layers.subList(0, Math.min(base.layers(), layers.size()));
        List<VulnerabilityFinding> inBase = findings.stream().filter(base::has).toList();
        List<NewerBase> newer = new ArrayList<>();
        for (Map.Entry<String, String> candidate : candidates(base).entrySet()) {
            try {
                compare(candidate.getKey(), candidate.getValue(), own, inBase)
                        .ifPresent(newer::add);
            } catch (IOException | SyntaxException e) {
                warnings.add(candidate.getValue() + " is not compared: " + e.getMessage());
            }
        }
        return newer;
    }

    /** Empty when it is the base itself. */
    private Optional<NewerBase> compare(
            String operand, String title, List<Digest> own, List<VulnerabilityFinding> inBase)
            throws IOException, InterruptedException {
        Optional<Platform> platform = Remote.platform(settings.value("platform"));
        try (ImageToScan opened = ImageToScan.open(operand, platform, remote, terminal)) {
            if (opened.image().config().diffIds().equals(own)) {
                return Optional.empty();
            }
            String digest =
                    opened.image().manifest().map(each -> each.digest().toString()).orElse("");
            List<VulnerabilityFinding> its =
                    scan.scan(ScanTargets.of(opened, operand, Optional.empty()), Instant.now())
                            .report()
                            .vulnerabilities();
            return Optional.of(NewerBase.of(title, digest, inBase, its));
        }
    }

    /** Where the images are, and how the plan calls them. */
    private Map<String, String> candidates(BaseImage base) {
        Map<String, String> candidates = new LinkedHashMap<>();
        settings.list("base-candidates").forEach(each -> candidates.put(each, each));
        Optional<Reference> name = name(base);
        if (name.isEmpty()) {
            return candidates;
        }
        Reference plain = name.get();
        Set<String> stored = new TreeSet<>();
        Set<String> served = new TreeSet<>();
        try {
            stored.addAll(stored(plain));
            if (!settings.isOn("offline-scan")) {
                served.addAll(remote.place(plain).tags());
            }
        } catch (IOException e) {
            warnings.add(
                    "newer tags of " + plain.familiarName() + " are not known: " + e.getMessage());
        }
        String tag = plain.tag().orElse("");
        String now = plain.familiar() + " as it is now";
        if (served.contains(tag)) {
            candidates.putIfAbsent("docker://" + plain, now);
        } else if (stored.contains(tag)) {
            candidates.putIfAbsent(plain.familiar(), now);
        }
        Set<String> all = new TreeSet<>(stored);
        all.addAll(served);
        for (String newer : NewerTags.of(tag, all, MOST_TAGS)) {
            String operand = plain.withTag(newer).familiar();
            candidates.putIfAbsent(operand, operand);
        }
        return candidates;
    }

    /** The base's name with its tag and without a digest; empty when it has none. */
    private static Optional<Reference> name(BaseImage base) {
        try {
            Reference name = Reference.parse(base.name());
            if (name.tag().isEmpty() && name.digest().isPresent()) {
                return Optional.empty();
            }
            String tag = name.withDefaultTag().tag().orElse("latest");
            return Optional.of(name.withoutTagAndDigest().withTag(tag));
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    private Set<String> stored(Reference name) throws IOException {
        Set<String> tags = new TreeSet<>();
        Path home = LocalStore.defaultHome(terminal.environment());
        if (Files.exists(home.resolve("index.json"))) {
            for (StoredImage image : LocalStore.open(home).images()) {
                for (Reference each : image.names()) {
                    if (each.name().equals(name.name())) {
                        each.tag().ifPresent(tags::add);
                    }
                }
            }
        }
        return tags;
    }
}
