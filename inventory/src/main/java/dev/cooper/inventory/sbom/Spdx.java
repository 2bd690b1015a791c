package dev.cooper.inventory.sbom;

import dev.cooper.inventory.Dependencies;
import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.inventory.SoftwarePackage.Remark;
import dev.cooper.oci.Json;
import dev.cooper.oci.Rfc3339;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An inventory in the form of SPDX 2.3 JSON, with the annotations by which Trivy reads its own
 * documents again. The same inventory at the same time is the same document.
 */
public final class Spdx {
    private static final String NOTHING_SAID = "NOASSERTION";
    private static final String DOCUMENT = "SPDXRef-DOCUMENT";
    private static final String SYSTEM = "SPDXRef-OperatingSystem";
    private static final String ROOT = "SPDXRef-Subject";

    private final Sbom sbom;
    private final List<LayeredPackage> packages;
    private final Identifiers identifiers;
    private final SpdxLicenses licenses = new SpdxLicenses();

    /** A document of an inventory. */
    public Spdx(Sbom sbom) {
        this.sbom = sbom;
        this.packages = sbom.inventory().packages();
        this.identifiers = new Identifiers(packages, sbom.inventory().distribution());
    }

    /** The name by which other parts of the document mean a package, by its number. */
    public String reference(int number) {
        return "SPDXRef-Package-" + identifiers.hash(number);
    }

    /** The document, to be written by {@link Json}; its rows are made as they are written. */
    public Map<String, @Nullable Object> json() {
        Rows described = new Rows(packages.size(), this::element).after(subject());
        if (sbom.inventory().distribution().isKnown()) {
            described.after(system(sbom.inventory().distribution()));
        }
        packages.forEach(each -> licenses.read(each.found().licenses()));
        Members content =
                new Members()
                        .put("packages", described)
                        .put("hasExtractedLicensingInfos", licenses.extracted())
                        .put("relationships", relationships());
        String digest = Identity.of(content.json()).hex();
        Map<String, @Nullable Object> document =
                new Members()
                        .put("spdxVersion", "SPDX-2.3")
                        .put("dataLicense", "CC0-1.0")
                        .put("SPDXID", DOCUMENT)
                        .put("name", sbom.subject().name())
                        .put("documentNamespace", "urn:cooper:sbom:sha256:" + digest)
                        .put(
                                "creationInfo",
                                new Members()
                                        .put("created", created())
                                        .put("creators", List.of(tool())))
                        .json();
        document.putAll(content.json());
        return document;
    }

    private String created() {
        return Rfc3339.format(sbom.created());
    }

    private String tool() {
        return "Tool: cooper-" + sbom.tool();
    }

    private Map<String, @Nullable Object> subject() {
        Optional<Subject.Image> image = sbom.subject().image();
        List<String> notes = new ArrayList<>();
        image.ifPresent(each -> {
            notes.add("ImageID: " + each.id());
            each.repoTags().forEach(tag -> notes.add("RepoTag: " + tag));
            each.repoDigests().forEach(digest -> notes.add("RepoDigest: " + digest));
            each.layers().forEach(layer -> notes.add("DiffID: " + layer.diffId()));
        });
        String purl = image.flatMap(ImagePurl::of).orElse("");
        return unknown(ROOT, sbom.subject().name(), "")
                .put("externalRefs", purl(purl))
                .put("primaryPackagePurpose", image.isPresent() ? "CONTAINER" : "SOURCE")
                .put("annotations", annotations(notes))
                .json();
    }

    private Map<String, @Nullable Object> system(Distribution distribution) {
        List<String> notes = new ArrayList<>();
        notes.add("Class: os-pkgs");
        notes.add("Type: " + distribution.family());
        notes.add("DistributionId: " + distribution.id());
        if (!distribution.codename().isEmpty()) {
            notes.add("DistributionCodename: " + distribution.codename());
        }
        if (!distribution.like().isEmpty()) {
            notes.add("DistributionLike: " + distribution.like());
        }
        return unknown(SYSTEM, distribution.family(), distribution.version())
                .put("summary", distribution.name())
                .put("primaryPackagePurpose", "OPERATING-SYSTEM")
                .put("annotations", annotations(notes))
                .json();
    }

    private Map<String, @Nullable Object> element(int number) {
        SoftwarePackage found = packages.get(number).found();
        String maintainer = oneLine(found.maintainer());
        String sha1 = found.remarks().getOrDefault(Remark.SHA1, "");
        Map<String, @Nullable Object> element =
                unknown(reference(number), found.name(), found.version())
                        .put(
                                "checksums",
                                sha1.isEmpty()
                                        ? List.of()
                                        : List.of(
                                                new Members()
                                                        .put("algorithm", "SHA1")
                                                        .put("checksumValue", sha1)
                                                        .json()))
                        .put(
                                "sourceInfo",
                                found.kind().isOfSystem()
                                        ? "built package from: "
                                                + found.sourceName()
                                                + " "
                                                + found.sourceVersion()
                                        : "")
                        .put("externalRefs", purl(identifiers.purl(number)))
                        .put("primaryPackagePurpose", "LIBRARY")
                        .put("annotations", annotations(notes(number)))
                        .json();
        element.put("licenseDeclared", licenses.expression(found.licenses()));
        element.put(
                "supplier", maintainer.isEmpty() ? NOTHING_SAID : "Organization: " + maintainer);
        return element;
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').strip();
    }

    private List<String> notes(int number) {
        LayeredPackage layered = packages.get(number);
        SoftwarePackage found = layered.found();
        List<String> notes = new ArrayList<>();
        notes.add("PkgID: " + found.name() + "@" + found.version());
        notes.add("PkgType: " + found.kind().purlType());
        notes.add("FilePath: " + found.place());
        String stream = found.remarks().getOrDefault(Remark.STREAM, "");
        if (!stream.isEmpty()) {
            notes.add("Modularitylabel: " + stream);
        }
        String fingerprint = found.fingerprint();
        if (!fingerprint.isEmpty()) {
            notes.add("Fingerprint: " + fingerprint);
        }
        sbom.subject()
                .layer(layered.layer())
                .ifPresent(layer -> {
                    layer.digest().ifPresent(digest -> notes.add("LayerDigest: " + digest));
                    notes.add("LayerDiffID: " + layer.diffId());
                    if (!layer.origin().isEmpty()) {
                        notes.add("LayerOrigin: " + layer.origin());
                    }
                    if (!layer.createdBy().isEmpty()) {
                        notes.add("LayerCreatedBy: " + layer.createdBy());
                    }
                });
        return notes;
    }

    /** A package of which nothing more is said than its name. */
    private static Members unknown(String id, String name, String version) {
        return new Members()
                .put("name", name)
                .put("SPDXID", id)
                .put("versionInfo", version)
                .put("supplier", NOTHING_SAID)
                .put("downloadLocation", NOTHING_SAID)
                .put("filesAnalyzed", false)
                .put("licenseConcluded", NOTHING_SAID)
                .put("licenseDeclared", NOTHING_SAID)
                .put("copyrightText", NOTHING_SAID);
    }

    private static List<Map<String, @Nullable Object>> purl(String purl) {
        return purl.isEmpty()
                ? List.of()
                : List.of(
                        new Members()
                                .put("referenceCategory", "PACKAGE-MANAGER")
                                .put("referenceType", "purl")
                                .put("referenceLocator", purl)
                                .json());
    }

    private List<Map<String, @Nullable Object>> annotations(List<String> comments) {
        List<Map<String, @Nullable Object>> annotations = new ArrayList<>();
        for (String comment : comments) {
            annotations.add(
                    new Members()
                            .put("annotator", tool())
                            .put("annotationDate", created())
                            .put("annotationType", "OTHER")
                            .put("comment", comment)
                            .json());
        }
        return annotations;
    }

    private List<Map<String, @Nullable Object>> relationships() {
        List<List<Integer>> needed = Dependencies.of(packages);
        // Two numbers for each: a package, and one it needs, or itself for that it is contained.
        IntStream.Builder pairs = IntStream.builder();
        for (int i = 0; i < packages.size(); i++) {
            pairs.add(i).add(i);
            for (int other : needed.get(i)) {
                pairs.add(i).add(other);
            }
        }
        int[] numbers = pairs.build().toArray();
        Rows relationships =
                new Rows(
                                numbers.length / 2,
                                row -> relationship(numbers[2 * row], numbers[2 * row + 1]))
                        .after(relationship(DOCUMENT, "DESCRIBES", ROOT));
        if (sbom.inventory().distribution().isKnown()) {
            relationships.after(relationship(ROOT, "CONTAINS", SYSTEM));
        }
        return relationships;
    }

    private Map<String, @Nullable Object> relationship(int number, int other) {
        if (number != other) {
            return relationship(reference(number), "DEPENDS_ON", reference(other));
        }
        boolean below =
                sbom.inventory().distribution().isKnown()
                        && packages.get(number).found().kind().isOfSystem();
        return relationship(below ? SYSTEM : ROOT, "CONTAINS", reference(number));
    }

    private static Map<String, @Nullable Object> relationship(
            String element, String type, String related) {
        return new Members()
                .put("spdxElementId", element)
                .put("relationshipType", type)
                .put("relatedSpdxElement", related)
                .json();
    }
}
