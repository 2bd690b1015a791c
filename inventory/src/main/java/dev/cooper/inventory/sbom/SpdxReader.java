package dev.cooper.inventory.sbom;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.document.Tree;
import dev.cooper.oci.Digest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads SPDX 2.2 and 2.3, as Trivy, syft and Cooper write it. */
final class SpdxReader {
    private static final String BUILT_FROM = "built package from:";
    private static final String DEB_DATABASE = "acquired package info from";

    private final Tree document;
    private final ReadPackages packages = new ReadPackages();
    private final Map<String, String> extracted = new HashMap<>();
    private final List<String> diffIds = new ArrayList<>();

    SpdxReader(Tree document) {
        this.document = document;
    }

    ReadSbom read() {
        for (Tree each : document.at("hasExtractedLicensingInfos").items()) {
            String text = each.text("extractedText");
            boolean isText = !text.isEmpty() && !text.equals("NOASSERTION");
            extracted.put(each.text("licenseId"), isText ? text : each.text("name"));
        }
        List<Tree> all = document.at("packages").items();
        Subject subject = subject(all);
        subject.image()
                .ifPresent(image ->
                        image.layers().forEach(layer -> diffIds.add(layer.diffId().toString())));
        all.forEach(this::element);
        for (Tree each : document.at("relationships").items()) {
            String from = each.text("spdxElementId");
            String to = each.text("relatedSpdxElement");
            switch (each.text("relationshipType")) {
                case "DEPENDS_ON" -> packages.needs(from, to);
                case "DEPENDENCY_OF" -> packages.needs(to, from);
                default -> {
                    // of no use here
                }
            }
        }
        return new ReadSbom(ReadSbom.Format.SPDX, subject, packages.inventory());
    }

    /** What the document describes, if it tells its layers: as Trivy and Cooper do. */
    private Subject subject(List<Tree> all) {
        for (Tree each : all) {
            List<String> notes = notes(each);
            Optional<Digest> id =
                    notes.stream()
                            .filter(note -> note.startsWith("ImageID: "))
                            .findFirst()
                            .flatMap(note -> CycloneDxReader.digest(value(note)));
            if (id.isPresent()) {
                List<Subject.Layer> layers = new ArrayList<>();
                for (String diffId : values(notes, "DiffID")) {
                    CycloneDxReader.digest(diffId)
                            .ifPresent(digest ->
                                    layers.add(
                                            new Subject.Layer(digest, Optional.empty(), "", "")));
                }
                return new Subject(
                        each.text("name"),
                        Optional.of(
                                new Subject.Image(
                                        id.get(),
                                        values(notes, "RepoTag"),
                                        values(notes, "RepoDigest"),
                                        layers)));
            }
        }
        return new Subject(document.text("name"), Optional.empty());
    }

    /** What annotations and attributions say, each {@code NAME: VALUE}. */
    private static List<String> notes(Tree element) {
        List<String> notes = new ArrayList<>();
        element.at("annotations").items().forEach(each -> notes.add(each.text("comment")));
        element.at("attributionTexts").items().forEach(each -> notes.add(each.text()));
        return notes;
    }

    private static String value(String note) {
        return note.substring(note.indexOf(": ") + 2);
    }

    private static List<String> values(List<String> notes, String name) {
        return notes.stream()
                .filter(note -> note.startsWith(name + ": "))
                .map(SpdxReader::value)
                .toList();
    }

    private void element(Tree element) {
        Map<String, String> notes = new LinkedHashMap<>();
        for (String note : notes(element)) {
            int colon = note.indexOf(": ");
            if (colon > 0) {
                notes.putIfAbsent(note.substring(0, colon), note.substring(colon + 2));
            }
        }
        if (element.text("primaryPackagePurpose").equals("OPERATING-SYSTEM")
                || element.text("SPDXID").startsWith("SPDXRef-OperatingSystem")) {
            packages.distribution(distribution(element, notes));
            return;
        }
        for (Tree reference : element.at("externalRefs").items()) {
            if (reference.text("referenceType").equals("purl")) {
                read(element, reference.text("referenceLocator"), notes);
                return;
            }
        }
    }

    private static Distribution distribution(Tree element, Map<String, String> notes) {
        String id = notes.getOrDefault("DistributionId", "");
        return new Distribution(
                id.isEmpty() ? Distribution.idOfFamily(element.text("name")) : id,
                element.text("versionInfo"),
                notes.getOrDefault("DistributionCodename", ""),
                notes.getOrDefault("DistributionLike", ""),
                element.text("summary"));
    }

    private void read(Tree element, String purl, Map<String, String> notes) {
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
        packages.add(
                element.text("SPDXID"),
                read.of(details(element, notes)),
                Math.max(0, diffIds.indexOf(notes.getOrDefault("LayerDiffID", ""))));
    }

    private ReadPackage.Details details(Tree element, Map<String, String> notes) {
        String info = element.text("sourceInfo");
        String[] source = new String[] {"", ""};
        if (info.startsWith(BUILT_FROM)) {
            String[] words = info.substring(BUILT_FROM.length()).strip().split(" ", 2);
            source = words.length == 2 ? words : source;
        }
        return new ReadPackage.Details(
                "",
                element.text("name"),
                element.text("versionInfo"),
                supplier(element.text("supplier")),
                licenses(element.text("licenseDeclared")),
                place(info, notes),
                source[0],
                source[1],
                notes.getOrDefault("Modularitylabel", ""),
                sha1(element.at("checksums")));
    }

    private static String supplier(String text) {
        for (String kind : List.of("Organization: ", "Person: ")) {
            if (text.startsWith(kind)) {
                return text.substring(kind.length());
            }
        }
        return "";
    }

    /** An expression, or the text of the one licence that the document itself tells. */
    private List<String> licenses(String declared) {
        return declared.isEmpty() || declared.equals("NOASSERTION") || declared.equals("NONE")
                ? List.of()
                : List.of(extracted.getOrDefault(declared, declared));
    }

    /** Syft says "acquired package info from …: /path, /path". */
    private static String place(String info, Map<String, String> notes) {
        String path = notes.getOrDefault("FilePath", "");
        if (path.isEmpty() && info.startsWith(DEB_DATABASE)) {
            path = info.substring(info.indexOf(':') + 1).split(",", 2)[0].strip();
        }
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static String sha1(Tree checksums) {
        for (Tree each : checksums.items()) {
            if (each.text("algorithm").equals("SHA1")) {
                return each.text("checksumValue");
            }
        }
        return "";
    }
}
