package dev.cooper.inventory.sbom;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage.Source;
import dev.cooper.inventory.document.Tree;
import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads CycloneDX of the versions 1.2 to 1.7, as Trivy, syft and Cooper write it. */
final class CycloneDxReader {
    private static final String TRIVY = "aquasecurity:trivy:";

    private final Tree document;
    private final ReadPackages packages = new ReadPackages();
    private final Subject subject;
    private final List<String> diffIds;

    CycloneDxReader(Tree document) {
        this.document = document;
        this.subject = subject(document.at("metadata").at("component"));
        this.diffIds =
                subject.image().stream()
                        .flatMap(image -> image.layers().stream())
                        .map(layer -> layer.diffId().toString())
                        .toList();
    }

    ReadSbom read() {
        component(document.at("metadata").at("component"));
        document.at("components").items().forEach(this::component);
        for (Tree each : document.at("dependencies").items()) {
            for (Tree other : each.at("dependsOn").items()) {
                packages.needs(each.text("ref"), other.text());
            }
        }
        return new ReadSbom(ReadSbom.Format.CYCLONEDX, subject, packages.inventory());
    }

    private static Subject subject(Tree component) {
        List<String> tags = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        List<Subject.Layer> layers = new ArrayList<>();
        Optional<Digest> id = Optional.empty();
        for (Tree each : component.at("properties").items()) {
            String value = each.text("value");
            switch (each.text("name")) {
                case TRIVY + "RepoTag" -> tags.add(value);
                case TRIVY + "RepoDigest" -> digests.add(value);
                case TRIVY + "ImageID" -> id = digest(value);
                case TRIVY + "DiffID" ->
                        digest(value)
                                .ifPresent(diffId ->
                                        layers.add(
                                                new Subject.Layer(
                                                        diffId, Optional.empty(), "", "")));
                default -> {
                    // of no use here
                }
            }
        }
        return new Subject(
                component.text("name"),
                id.map(each -> new Subject.Image(each, tags, digests, layers)));
    }

    static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    private void component(Tree component) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Tree each : component.at("properties").items()) {
            properties.putIfAbsent(each.text("name"), each.text("value"));
        }
        String type = component.text("type");
        String purl = component.text("purl");
        if (type.equals("operating-system")) {
            packages.distribution(distribution(component, properties));
        } else if (!purl.isEmpty()) {
            read(component, purl, properties);
        } else if (type.equals("library")) {
            packages.addUnknown("without a package URL");
        }
        component.at("components").items().forEach(this::component);
    }

    private static Distribution distribution(Tree component, Map<String, String> properties) {
        String id = properties.getOrDefault("syft:distro:id", "");
        return new Distribution(
                id.isEmpty() ? Distribution.idOfFamily(component.text("name")) : id,
                component.text("version"),
                properties.getOrDefault("syft:distro:versionCodename", ""),
                properties.getOrDefault("syft:distro:idLike:0", ""),
                properties.getOrDefault("syft:distro:prettyName", component.text("description")));
    }

    private void read(Tree component, String purl, Map<String, String> properties) {
        PackageURL url;
        try {
            url = ReadPackage.parse(purl);
        } catch (MalformedPackageURLException e) {
            packages.warn("\"" + purl + "\" is no package URL: " + e.getMessage());
            return;
        }
        if (url.getType().equals("oci")) {
            return; // the image itself
        }
        Optional<PackageKind> kind = ReadPackage.kind(url);
        if (kind.isEmpty()) {
            packages.addUnknown(url.getType());
            return;
        }
        ReadPackage read = new ReadPackage(kind.get(), url);
        if (kind.get().isOfSystem()) {
            packages.addSystem(read.qualifier("distro"));
        }
        int layer = diffIds.indexOf(layer(properties));
        packages.add(
                component.text("bom-ref"),
                read.of(details(component, kind.get(), properties)),
                Math.max(0, layer));
    }

    private static String layer(Map<String, String> properties) {
        return properties.getOrDefault(
                TRIVY + "LayerDiffID", properties.getOrDefault("syft:location:0:layerID", ""));
    }

    private static ReadPackage.Details details(
            Tree component, PackageKind kind, Map<String, String> properties) {
        Optional<Source> source = source(kind, properties);
        String maintainer = component.at("supplier").text("name");
        return new ReadPackage.Details(
                component.text("group"),
                component.text("name"),
                component.text("version"),
                maintainer.isEmpty() ? component.text("publisher") : maintainer,
                licenses(component.at("licenses")),
                place(component, properties),
                source.map(Source::name).orElse(""),
                source.map(Source::version).orElse(""),
                properties.getOrDefault(TRIVY + "Modularitylabel", ""),
                sha1(component.at("hashes")));
    }

    private static Optional<Source> source(PackageKind kind, Map<String, String> properties) {
        String name = properties.getOrDefault(TRIVY + "SrcName", "");
        if (!name.isEmpty()) {
            VersionParts parts =
                    new VersionParts(
                            properties.getOrDefault(TRIVY + "SrcEpoch", ""),
                            properties.getOrDefault(TRIVY + "SrcVersion", ""),
                            properties.getOrDefault(TRIVY + "SrcRelease", ""));
            return Optional.of(new Source(name, parts.whole()));
        }
        return switch (kind) {
            case RPM -> ReadPackage.ofFile(properties.getOrDefault("syft:metadata:sourceRpm", ""));
            case APK -> named(properties.getOrDefault("syft:metadata:originPackage", ""), "");
            default ->
                    named(
                            properties.getOrDefault("syft:metadata:source", ""),
                            properties.getOrDefault("syft:metadata:sourceVersion", ""));
        };
    }

    private static Optional<Source> named(String name, String version) {
        return name.isEmpty() ? Optional.empty() : Optional.of(new Source(name, version));
    }

    private static String place(Tree component, Map<String, String> properties) {
        List<Tree> occurrences = component.at("evidence").at("occurrences").items();
        String path = occurrences.isEmpty() ? "" : occurrences.getFirst().text("location");
        for (String name : List.of(TRIVY + "FilePath", "syft:location:0:path")) {
            path = path.isEmpty() ? properties.getOrDefault(name, "") : path;
        }
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static List<String> licenses(Tree licenses) {
        List<String> texts = new ArrayList<>();
        for (Tree each : licenses.items()) {
            Tree license = each.at("license");
            for (String text :
                    List.of(each.text("expression"), license.text("id"), license.text("name"))) {
                if (!text.isEmpty()) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    private static String sha1(Tree hashes) {
        for (Tree each : hashes.items()) {
            if (each.text("alg").equals("SHA-1")) {
                return each.text("content");
            }
        }
        return "";
    }
}
