package dev.cooper.inventory.sbom;

import dev.cooper.inventory.Dependencies;
import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.inventory.SoftwarePackage.Remark;
import dev.cooper.inventory.license.LicenseExpression;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.Rfc3339;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An inventory in the form of CycloneDX 1.6, with the properties by which Trivy reads its own
 * documents again. The same inventory is the same document, but for the time in it.
 */
public final class CycloneDx {
    private static final String TRIVY = "aquasecurity:trivy:";
    private static final String SYSTEM = "distribution";
    private static final String ROOT = "subject";

    private final Sbom sbom;
    private final List<LayeredPackage> packages;
    private final Identifiers identifiers;

    /** A document of an inventory. */
    public CycloneDx(Sbom sbom) {
        this.sbom = sbom;
        this.packages = sbom.inventory().packages();
        this.identifiers = new Identifiers(packages, sbom.inventory().distribution());
    }

    /** The name by which other parts of the document mean a package, by its number. */
    public String reference(int number) {
        return "package-" + identifiers.hash(number);
    }

    /** The document, to be written by {@link Json}; its rows are made as they are written. */
    public Map<String, @Nullable Object> json() {
        Rows components = new Rows(packages.size(), this::component);
        if (sbom.inventory().distribution().isKnown()) {
            components.after(system(sbom.inventory().distribution()));
        }
        Members content =
                new Members().put("components", components).put("dependencies", dependencies());
        Members subject = subject();
        Digest identity = Identity.of(List.of(subject.json(), content.json()));
        Map<String, @Nullable Object> document =
                new Members()
                        .put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
                        .put("bomFormat", "CycloneDX")
                        .put("specVersion", "1.6")
                        .put("serialNumber", "urn:uuid:" + uuid(identity.hex()))
                        .put("version", 1)
                        .put("metadata", metadata(subject))
                        .json();
        document.putAll(content.json());
        return document;
    }

    /** A UUID of version 8 (RFC 9562): ours to fill. */
    private static String uuid(String hex) {
        return hex.substring(0, 8)
                + "-"
                + hex.substring(8, 12)
                + "-8"
                + hex.substring(13, 16)
                + "-a"
                + hex.substring(17, 20)
                + "-"
                + hex.substring(20, 32);
    }

    private Members metadata(Members subject) {
        Members tool =
                new Members()
                        .put("type", "application")
                        .put("name", "cooper")
                        .put("version", sbom.tool());
        return new Members()
                .put("timestamp", Rfc3339.format(sbom.created()))
                .put("tools", new Members().put("components", List.of(tool.json())))
                .put("component", subject);
    }

    private Members subject() {
        Optional<Subject.Image> image = sbom.subject().image();
        Members.Pairs properties = new Members.Pairs().add(TRIVY + "SchemaVersion", "2");
        image.ifPresent(each -> {
            properties.add(TRIVY + "ImageID", each.id().toString());
            each.repoTags().forEach(tag -> properties.add(TRIVY + "RepoTag", tag));
            each.repoDigests().forEach(digest -> properties.add(TRIVY + "RepoDigest", digest));
            for (Subject.Layer layer : each.layers()) {
                properties.add(TRIVY + "DiffID", layer.diffId().toString());
            }
        });
        return new Members()
                .put("bom-ref", ROOT)
                .put("type", image.isPresent() ? "container" : "application")
                .put("name", sbom.subject().name())
                .put("purl", image.flatMap(ImagePurl::of).orElse(""))
                .put("properties", properties.list());
    }

    private static Map<String, @Nullable Object> system(Distribution distribution) {
        return new Members()
                .put("bom-ref", SYSTEM)
                .put("type", "operating-system")
                .put("name", distribution.family())
                .put("version", distribution.version())
                .put("description", distribution.name())
                .put(
                        "properties",
                        new Members.Pairs()
                                .add(TRIVY + "Class", "os-pkgs")
                                .add(TRIVY + "Type", distribution.family())
                                .add("syft:distro:id", distribution.id())
                                .add("syft:distro:versionID", distribution.version())
                                .add("syft:distro:versionCodename", distribution.codename())
                                .add("syft:distro:idLike:0", distribution.like())
                                .add("syft:distro:prettyName", distribution.name())
                                .list())
                .json();
    }

    private Map<String, @Nullable Object> component(int number) {
        SoftwarePackage found = packages.get(number).found();
        int end = found.kind() == PackageKind.MAVEN ? found.name().indexOf(':') : -1;
        String sha1 = found.remarks().getOrDefault(Remark.SHA1, "");
        return new Members()
                .put("bom-ref", reference(number))
                .put("type", "library")
                .put("supplier", new Members().put("name", found.maintainer().strip()))
                .put("group", found.name().substring(0, Math.max(0, end)))
                .put("name", found.name().substring(end + 1))
                .put("version", found.version())
                .put(
                        "hashes",
                        sha1.isEmpty()
                                ? List.of()
                                : List.of(
                                        new Members()
                                                .put("alg", "SHA-1")
                                                .put("content", sha1)
                                                .json()))
                .put("licenses", licenses(found.licenses()))
                .put("purl", identifiers.purl(number))
                .put("properties", properties(number))
                .put(
                        "evidence",
                        new Members()
                                .put(
                                        "occurrences",
                                        List.of(
                                                new Members()
                                                        .put("location", found.place().toString())
                                                        .json())))
                .json();
    }

    /** Either one expression, or any number of licences by id or name. */
    private static List<Map<String, @Nullable Object>> licenses(List<String> texts) {
        List<Map<String, @Nullable Object>> licenses = new ArrayList<>();
        for (String text : texts) {
            Optional<String> id = LicenseExpression.id(text);
            Optional<String> expression = LicenseExpression.parse(text);
            if (texts.size() == 1 && id.isEmpty() && expression.isPresent()) {
                return List.of(new Members().put("expression", expression.get()).json());
            }
            if (!text.isBlank()) {
                Members license =
                        id.isPresent()
                                ? new Members().put("id", id.get())
                                : new Members().put("name", text);
                licenses.add(new Members().put("license", license).json());
            }
        }
        return licenses;
    }

    private List<Map<String, @Nullable Object>> properties(int number) {
        LayeredPackage layered = packages.get(number);
        SoftwarePackage found = layered.found();
        Members.Pairs properties =
                new Members.Pairs()
                        .add(TRIVY + "PkgID", found.name() + "@" + found.version())
                        .add(TRIVY + "PkgType", type(found));
        if (found.kind().isOfSystem()) {
            VersionParts source = VersionParts.of(found.kind(), found.sourceVersion());
            properties.add(TRIVY + "SrcName", found.sourceName());
            properties.add(TRIVY + "SrcVersion", source.version());
            properties.add(TRIVY + "SrcRelease", source.release());
            properties.add(TRIVY + "SrcEpoch", source.epoch());
            properties.add(
                    TRIVY + "Modularitylabel", found.remarks().getOrDefault(Remark.STREAM, ""));
        } else {
            properties.add("cooper:fingerprint", found.fingerprint());
            properties.add(TRIVY + "FilePath", found.place().toString());
        }
        sbom.subject()
                .layer(layered.layer())
                .ifPresent(layer -> {
                    layer.digest()
                            .ifPresent(digest ->
                                    properties.add(TRIVY + "LayerDigest", digest.toString()));
                    properties.add(TRIVY + "LayerDiffID", layer.diffId().toString());
                    properties.add("cooper:layer:origin", layer.origin());
                    properties.add("cooper:layer:createdBy", layer.createdBy());
                });
        return properties.list();
    }

    private String type(SoftwarePackage found) {
        return switch (found.kind()) {
            case DEB, APK, RPM -> sbom.inventory().distribution().family();
            case MAVEN -> "jar";
            case NPM -> "node-pkg";
            case PYPI -> "python-pkg";
            case GOLANG -> "gobinary";
            case CARGO -> "rustbinary";
            case GEM -> "gemspec";
            case CONDA -> "conda-pkg";
            case COMPOSER, NUGET, GENERIC, CRAN, HEX, PUB, SWIFT, COCOAPODS, CONAN, JULIA ->
                    found.kind().purlType();
        };
    }

    private List<Map<String, @Nullable Object>> dependencies() {
        List<String> ofSystem = new ArrayList<>();
        List<String> others = new ArrayList<>();
        boolean isKnown = sbom.inventory().distribution().isKnown();
        for (int i = 0; i < packages.size(); i++) {
            boolean below = isKnown && packages.get(i).found().kind().isOfSystem();
            (below ? ofSystem : others).add(reference(i));
        }
        List<List<Integer>> needed = Dependencies.of(packages);
        Rows dependencies =
                new Rows(
                        packages.size(),
                        i ->
                                dependency(
                                        reference(i),
                                        needed.get(i).stream().map(this::reference).toList()));
        if (isKnown) {
            others.addFirst(SYSTEM);
        }
        dependencies.after(dependency(ROOT, others));
        if (isKnown) {
            dependencies.after(dependency(SYSTEM, ofSystem));
        }
        return dependencies;
    }

    private static Map<String, @Nullable Object> dependency(String reference, List<String> needed) {
        return new Members()
                .put("ref", reference)
                .put("dependsOn", needed.stream().distinct().toList())
                .json();
    }
}
