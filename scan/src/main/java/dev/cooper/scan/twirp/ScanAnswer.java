package dev.cooper.scan.twirp;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.EndOfLife;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.MatchOptions.PackageType;
import dev.cooper.scan.match.Matcher;
import dev.cooper.scan.match.Matches;
import dev.cooper.scan.report.PackageNames;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells a client of Trivy's what is wrong with what it has sent. */
public final class ScanAnswer {
    private static final String OF_SYSTEM = "os-pkgs";
    private static final String OF_LANGUAGES = "lang-pkgs";

    private final ScanQuestion question;
    private final TrivyImage image;

    /** What belongs to one place. */
    private record Group(
            String target,
            String type,
            List<TrivyImage.Entry> packages,
            List<VulnerabilityFinding> findings) {}

    /**
     * @param blobs what the client has sent of the layers, from the bottom up
     * @throws dev.cooper.oci.SyntaxException when one of them is malformed
     */
    public ScanAnswer(ScanQuestion question, List<byte[]> blobs) {
        this.question = question;
        this.image = new TrivyImage(blobs.stream().map(TrivyLayer::of).toList());
    }

    /**
     * The answer, a message of Protocol Buffers.
     *
     * @param today decides whether the distribution is at its end
     */
    public byte[] message(AdvisoryDatabase database, LocalDate today) throws IOException {
        List<TrivyImage.Entry> entries = image.packages(question.options().withDevelopment());
        IdentityHashMap<LayeredPackage, TrivyImage.Entry> byPackage = new IdentityHashMap<>();
        Map<String, Group> groups = new TreeMap<>();
        if (!image.family().isEmpty() && wants(PackageType.OS)) {
            String target =
                    "%s (%s %s)".formatted(question.target(), image.family(), image.release());
            groups.put("", new Group(target, image.family(), new ArrayList<>(), new ArrayList<>()));
        }
        for (TrivyImage.Entry each : entries) {
            if (wants(each.type().isEmpty() ? PackageType.OS : PackageType.LIBRARY)) {
                byPackage.put(each.known(), each);
                group(each, groups).packages.add(each);
            }
        }
        boolean isMatched = question.options().wants("vuln");
        if (isMatched) {
            for (VulnerabilityFinding finding : matches(database, entries).findings()) {
                TrivyImage.Entry entry = byPackage.get(finding.found());
                if (entry != null) {
                    group(entry, groups).findings.add(finding);
                }
            }
        }
        ProtoWriter out = new ProtoWriter().message(1, os(database, today));
        boolean withPackages = question.options().withPackages() || isOfToday(entries);
        if (isMatched || withPackages) {
            groups.forEach((key, group) ->
                    out.message(
                            3,
                            write(
                                    group,
                                    key.isEmpty() ? OF_SYSTEM : OF_LANGUAGES,
                                    withPackages,
                                    byPackage)));
        }
        new OtherResults(question, image).write(entries, out);
        return out.bytes();
    }

    private boolean wants(PackageType type) {
        return question.options().match().packageTypes().contains(type);
    }

    private Matches matches(AdvisoryDatabase database, List<TrivyImage.Entry> entries)
            throws IOException {
        List<LayeredPackage> packages = entries.stream().map(TrivyImage.Entry::known).toList();
        return new Matcher(database, question.options().match())
                .match(new ImageInventory(image.distribution(), packages, List.of()));
    }

    /** Clients of later versions mark packages, and always want to hear of all of them. */
    private static boolean isOfToday(List<TrivyImage.Entry> entries) {
        return entries.stream().anyMatch(each -> !each.sent().message(19).text(3).isEmpty());
    }

    private Group group(TrivyImage.Entry entry, Map<String, Group> groups) {
        if (entry.type().isEmpty()) {
            return groups.computeIfAbsent(
                    "",
                    _ ->
                            new Group(
                                    "%s (none )".formatted(question.target()),
                                    "none",
                                    new ArrayList<>(),
                                    new ArrayList<>()));
        }
        SoftwarePackage found = entry.known().found();
        String gathered = PackageNames.target(found, entry.type());
        String target = gathered.equals(found.place().path()) ? entry.file() : gathered;
        return groups.computeIfAbsent(
                target + "\0" + entry.type(),
                _ -> new Group(target, entry.type(), new ArrayList<>(), new ArrayList<>()));
    }

    private ProtoWriter os(AdvisoryDatabase database, LocalDate today) throws IOException {
        Distribution distribution = image.distribution();
        Optional<String> product = EndOfLife.product(distribution);
        boolean isOver =
                product.isPresent()
                        && database.endOfLife(product.get(), distribution.version())
                                .map(cycle -> cycle.isOver(today))
                                .orElse(false);
        return new ProtoWriter().text(1, image.family()).text(2, image.release()).flag(3, isOver);
    }

    private ProtoWriter write(
            Group group,
            String kind,
            boolean withPackages,
            IdentityHashMap<LayeredPackage, TrivyImage.Entry> byPackage) {
        ProtoWriter out = new ProtoWriter().text(1, group.target);
        for (VulnerabilityFinding each : group.findings) {
            TrivyImage.Entry entry = byPackage.get(each.found());
            if (entry != null) {
                out.message(2, TrivyFindings.write(each, entry, layer(each.found())));
            }
        }
        out.text(3, group.type);
        if (withPackages) {
            for (TrivyImage.Entry each : group.packages) {
                byte[] layer = layer(each.known());
                out.message(5, new ProtoWriter().raw(each.sent().bytes()).message(11, layer));
            }
        }
        return out.text(6, kind);
    }

    private byte[] layer(LayeredPackage found) {
        return image.layers().get(found.layer()).address();
    }
}
