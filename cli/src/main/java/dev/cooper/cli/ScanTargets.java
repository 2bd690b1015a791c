package dev.cooper.cli;

import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.inventory.DirectoryOptions;
import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.Inventories;
import dev.cooper.inventory.sbom.ReadSbom;
import dev.cooper.inventory.sbom.SbomReader;
import dev.cooper.inventory.sbom.Subject;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.Json;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.ScanTarget;
import dev.cooper.scan.match.BaseImage;
import dev.cooper.scan.report.Artifact;
import dev.cooper.scan.report.ArtifactType;
import dev.cooper.scan.report.LayerDetail;
import dev.cooper.scan.report.Metadata;
import dev.cooper.store.ImageContent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens what is to be scanned. */
final class ScanTargets {
    private ScanTargets() {}

    /**
     * An image as it is scanned.
     *
     * @param operand how reports call it
     * @param bases finds out what it was built on, if that matters
     */
    static ScanTarget.Image of(ImageToScan opened, String operand, Optional<BaseSearch> bases)
            throws IOException {
        ImageContent image = opened.image();
        List<Optional<String>> origins = bases.isPresent() ? bases.get().origins(image) : List.of();
        Optional<BaseImage> base = bases.isPresent() ? bases.get().of(image) : Optional.empty();
        List<Inventories.Layer> layers = new ArrayList<>();
        List<LayerDetail> details = new ArrayList<>();
        List<String> steps = steps(image.config().history());
        for (int i = 0; i < image.layers().size(); i++) {
            ImageContent.Layer layer = image.layers().get(i);
            layers.add(new Inventories.Layer(layer.diffId(), new LayerTar(layer)));
            details.add(
                    new LayerDetail(
                            0,
                            layer.blob().map(blob -> blob.digest().toString()).orElse(""),
                            layer.diffId().toString(),
                            i < steps.size() ? steps.get(i) : "",
                            i < origins.size() ? origins.get(i).orElse("") : ""));
        }
        return new ScanTarget.Image(
                new Artifact(operand, ArtifactType.CONTAINER_IMAGE, id(image)),
                metadata(image, operand, details).with(base),
                layers,
                new String(image.configBytes(), StandardCharsets.UTF_8));
    }

    private static List<String> steps(List<History> history) {
        return history.stream().filter(step -> !step.emptyLayer()).map(History::createdBy).toList();
    }

    /** The same for the same image of the same repository. */
    private static String id(ImageContent image) {
        String id = image.id().toString();
        if (image.names().isEmpty()) {
            return id;
        }
        Reference name = image.names().getFirst();
        String text = id + name.registry() + name.repository();
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Metadata metadata(ImageContent image, String operand, List<LayerDetail> layers) {
        List<String> tags =
                image.names().stream()
                        .filter(name -> name.tag().isPresent())
                        .map(Reference::familiar)
                        .toList();
        List<String> digests =
                image.manifest().stream()
                        .flatMap(manifest ->
                                image.names().stream()
                                        .map(name ->
                                                name.withoutTagAndDigest().familiar()
                                                        + "@"
                                                        + manifest.digest()))
                        .toList();
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        if (Json.parse(image.configBytes()) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> config.put(String.valueOf(name), value));
        }
        return new Metadata(
                0,
                Distribution.UNKNOWN,
                Optional.empty(),
                image.id().toString(),
                tags,
                digests,
                tags.isEmpty() ? operand : tags.getFirst(),
                config,
                layers,
                Map.of());
    }

    /**
     * A directory as it is scanned.
     *
     * @param operand how reports call it
     * @param source where a repository comes from
     */
    static ScanTarget.Directory ofDirectory(
            String operand,
            Path root,
            ArtifactType type,
            boolean installed,
            Map<String, String> source,
            ScanSettings settings)
            throws IOException {
        if (!Files.exists(root)) {
            throw new NoSuchFileException(root.toString());
        }
        DirectoryOptions options =
                new DirectoryOptions(
                        settings.list("skip-dirs"),
                        settings.list("skip-files"),
                        installed,
                        !installed);
        return new ScanTarget.Directory(
                new Artifact(operand, type, ""), ofSource(source), root, options);
    }

    /**
     * What an SBOM tells, with the image that it is about if it says so.
     *
     * @param name of its file, or {@code -} for standard input
     */
    static ScanTarget.Known ofSbom(String name, Terminal terminal) throws IOException {
        String file = name.equals("-") ? "standard input" : name;
        byte[] bytes;
        try (InputStream in =
                name.equals("-") ? terminal.input() : Files.newInputStream(Path.of(name))) {
            bytes = in.readNBytes(SbomReader.LARGEST + 1);
        }
        if (bytes.length > SbomReader.LARGEST) {
            throw new IOException(
                    file + ": an SBOM of more than " + SbomReader.LARGEST + " bytes is not read");
        }
        ReadSbom sbom;
        try {
            sbom = SbomReader.read(bytes);
        } catch (SyntaxException e) {
            throw new SyntaxException(file + ": " + e.getMessage(), e);
        }
        ArtifactType type =
                switch (sbom.format()) {
                    case CYCLONEDX -> ArtifactType.CYCLONEDX;
                    case SPDX -> ArtifactType.SPDX;
                };
        Metadata none = Metadata.NONE;
        Metadata metadata =
                sbom.subject()
                        .image()
                        .map(image ->
                                new Metadata(
                                        0,
                                        Distribution.UNKNOWN,
                                        Optional.empty(),
                                        image.id().toString(),
                                        image.repoTags(),
                                        image.repoDigests(),
                                        "",
                                        Map.of(),
                                        image.layers().stream().map(ScanTargets::detail).toList(),
                                        Map.of()))
                        .orElse(none);
        return new ScanTarget.Known(new Artifact(file, type, ""), metadata, sbom.inventory());
    }

    private static LayerDetail detail(Subject.Layer layer) {
        return new LayerDetail(
                0,
                layer.digest().map(Digest::toString).orElse(""),
                layer.diffId().toString(),
                layer.origin());
    }

    private static Metadata ofSource(Map<String, String> source) {
        Metadata none = Metadata.NONE;
        return new Metadata(
                none.size(),
                none.distribution(),
                none.system(),
                none.imageId(),
                none.tags(),
                none.digests(),
                none.reference(),
                none.config(),
                none.layers(),
                source);
    }

    /** The image that an operand or {@code --input} names. */
    static ImageToScan open(
            Optional<String> operand, ScanSettings settings, Remote remote, Terminal terminal)
            throws IOException {
        Optional<Platform> platform = Remote.platform(settings.value("platform"));
        if (operand.isEmpty()) {
            String path = settings.value("input").orElseThrow();
            return only(platform, ImageToScan.openInput(path, platform, remote, terminal));
        }
        List<String> places = ImagePlaces.of(operand.get(), settings.list("image-src"));
        for (String place : places.subList(0, places.size() - 1)) {
            try {
                return only(platform, ImageToScan.open(place, platform, remote, terminal));
            } catch (IOException e) {
                terminal.error(String.valueOf(e.getMessage()));
            }
        }
        return only(platform, ImageToScan.open(places.getLast(), platform, remote, terminal));
    }

    /** An image that was found without asking which platform it is for may be of another. */
    private static ImageToScan only(Optional<Platform> wanted, ImageToScan opened)
            throws IOException {
        Platform found = opened.image().config().platform();
        if (wanted.isPresent()
                && !(wanted.get().os().equals(found.os())
                        && wanted.get().architecture().equals(found.architecture()))) {
            opened.close();
            throw new IOException(
                    "%s is an image for %s, not for %s"
                            .formatted(opened.name(), found, wanted.get()));
        }
        return opened;
    }
}
