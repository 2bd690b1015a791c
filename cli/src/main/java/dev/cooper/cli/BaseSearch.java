package dev.cooper.cli;

import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.inventory.BaseRecords;
import dev.cooper.inventory.LayerOrigins;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.match.BaseImage;
import dev.cooper.scan.misconfiguration.ImageConfigChecks;
import dev.cooper.store.ImageContent;
import dev.cooper.store.LocalStore;
import dev.cooper.store.StoredImage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what an image was built on (decisions 1170, 1173): what a build here has written down;
 * else the image among those that are here or are named as candidates that has most of its layers;
 * else what the image says, with a guess from its history.
 */
final class BaseSearch {
    private static final String NAME = "org.opencontainers.image.base.name";
    private static final String DIGEST = "org.opencontainers.image.base.digest";
    private static final int MOST = 1000;

    private final boolean looksThroughStore;
    private final ScanSettings settings;
    private final Remote remote;
    private final Terminal terminal;
    private final Path home;

    /**
     * @param looksThroughStore whether it is worth to read each image of the store
     */
    BaseSearch(boolean looksThroughStore, ScanSettings settings, Remote remote, Terminal terminal) {
        this.looksThroughStore = looksThroughStore;
        this.settings = settings;
        this.remote = remote;
        this.terminal = terminal;
        this.home = LocalStore.defaultHome(terminal.environment());
    }

    /** Where the steps stand that made the layers of an image. */
    List<Optional<String>> origins(ImageContent image) throws IOException {
        return new LayerOrigins(cache()).find(image.config().diffIds());
    }

    private Path cache() {
        return home.resolve("cooper").resolve("inventory");
    }

    /** What an image was built on; empty when nothing is known of it. */
    Optional<BaseImage> of(ImageContent image) throws IOException {
        Optional<BaseImage> recorded =
                new BaseRecords(cache())
                        .find(image.id())
                        .map(base ->
                                new BaseImage(
                                        base.name(),
                                        base.manifest().toString(),
                                        base.layers(),
                                        base.steps(),
                                        BaseImage.Source.BUILD));
        if (recorded.isPresent()) {
            return recorded;
        }
        List<BaseImage.Known> known = new ArrayList<>(candidates());
        if (looksThroughStore) {
            known.addAll(stored(image));
        }
        Optional<BaseImage> below = BaseImage.among(known, image.config());
        if (below.isPresent()) {
            return below;
        }
        Optional<BaseImage> said = said(image);
        boolean mayAsk = settings.isOn("fix-plan") && !settings.isOn("offline-scan");
        return said.isPresent() && mayAsk
                ? Optional.of(asked(said.get(), image).orElse(said.get()))
                : said;
    }

    /** What the image calls its base, as its registry has it; empty when it is not that base. */
    private Optional<BaseImage> asked(BaseImage said, ImageContent image) {
        if (said.name().isEmpty()) {
            return Optional.empty();
        }
        try {
            Reference name = Reference.parse(said.name()).withDefaultTag();
            Reference exact =
                    said.digest().isEmpty() ? name : name.withDigest(Digest.parse(said.digest()));
            return BaseImage.among(List.of(known("docker://" + exact)), image.config())
                    .map(found -> found.named(said.name(), found.digest()));
        } catch (IOException | SyntaxException e) {
            return Optional.empty(); // what is said and guessed must do
        }
    }

    /** What the image says itself, and what its history looks like. */
    private static Optional<BaseImage> said(ImageContent image) {
        int steps = ImageConfigChecks.guessBase(image.config().history());
        Optional<BaseImage> guessed = BaseImage.ofSteps(image.config(), steps);
        Map<String, String> words = new HashMap<>(image.config().config().labels());
        words.putAll(image.annotations());
        String name = words.getOrDefault(NAME, "");
        if (name.isEmpty()) {
            return guessed;
        }
        BaseImage unnamed =
                guessed.orElse(new BaseImage("", "", 0, 0, BaseImage.Source.ANNOTATION));
        return Optional.of(unnamed.named(name, words.getOrDefault(DIGEST, "")));
    }

    private List<BaseImage.Known> candidates() throws IOException {
        List<BaseImage.Known> known = new ArrayList<>();
        for (String operand : settings.list("base-candidates")) {
            known.add(known(operand));
        }
        return known;
    }

    private BaseImage.Known known(String operand) throws IOException {
        Optional<Platform> platform = Remote.platform(settings.value("platform"));
        try (ImageToScan opened = ImageToScan.open(operand, platform, remote, terminal)) {
            ImageContent image = opened.image();
            String digest = image.manifest().map(each -> each.digest().toString()).orElse("");
            return new BaseImage.Known(operand, digest, image.config());
        }
    }

    /** The images of the store, without those of the image's own repository: its older versions. */
    private List<BaseImage.Known> stored(ImageContent image) throws IOException {
        if (!Files.exists(home.resolve("index.json"))) {
            return List.of();
        }
        Set<String> own = new HashSet<>();
        image.names().forEach(name -> own.add(name.name()));
        List<BaseImage.Known> known = new ArrayList<>();
        for (StoredImage each : LocalStore.open(home).images()) {
            boolean isOther =
                    !each.id().equals(image.id())
                            && each.names().stream().noneMatch(name -> own.contains(name.name()));
            if (isOther && known.size() < MOST) {
                String name = each.names().stream().findFirst().map(Reference::familiar).orElse("");
                String digest = each.descriptor().digest().toString();
                known.add(new BaseImage.Known(name, digest, each.config()));
            }
        }
        return known;
    }
}
