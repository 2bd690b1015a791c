package dev.cooper.scan.twirp;

import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.license.LicenseScan;
import dev.cooper.scan.report.PackageNames;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes what is no vulnerability: what the client has found itself comes back as it was sent. */
final class OtherResults {
    private static final List<String> CATEGORIES =
            List.of(
                    "",
                    "forbidden",
                    "restricted",
                    "reciprocal",
                    "notice",
                    "permissive",
                    "unencumbered",
                    "unknown");
    private static final List<String> SEVERITIES =
            List.of("UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL");
    private static final int OF_DPKG = 1;

    private final ScanQuestion question;
    private final TrivyImage image;

    OtherResults(ScanQuestion question, TrivyImage image) {
        this.question = question;
        this.image = image;
    }

    void write(List<TrivyImage.Entry> entries, ProtoWriter out) {
        if (question.options().wants("misconfig", "config")) {
            misconfigurations(out);
        }
        if (question.options().wants("secret")) {
            secrets(out);
        }
        if (question.options().wants("license")) {
            licenses(entries, out);
        }
    }

    private void secrets(ProtoWriter out) {
        Map<String, Map<String, byte[]>> byPath = new TreeMap<>();
        for (TrivyLayer layer : image.layers()) {
            for (ProtoReader secret : layer.secrets()) {
                Map<String, byte[]> ofFile = new LinkedHashMap<>();
                int number = 0;
                for (ProtoReader each : secret.messages(2)) {
                    String key = each.text(1) + "\0" + number++;
                    ofFile.put(
                            key,
                            new ProtoWriter()
                                    .raw(each.bytes())
                                    .message(10, layer.address())
                                    .bytes());
                }
                Map<String, byte[]> older = byPath.getOrDefault(secret.text(1), Map.of());
                older.forEach((key, each) -> {
                    String rule = key.substring(0, key.indexOf('\0') + 1);
                    if (ofFile.keySet().stream().noneMatch(other -> other.startsWith(rule))) {
                        ofFile.put(key, each);
                    }
                });
                byPath.put(secret.text(1), ofFile);
            }
        }
        byPath.forEach((path, findings) -> {
            ProtoWriter result = new ProtoWriter().text(1, path).text(6, "secret");
            findings.values().forEach(each -> result.message(8, each));
            out.message(3, result);
        });
    }

    private void misconfigurations(ProtoWriter out) {
        Map<String, ProtoWriter> byPath = new TreeMap<>();
        for (TrivyLayer layer : image.layers()) {
            for (ProtoReader file : layer.misconfigurations()) {
                ProtoWriter result = new ProtoWriter().text(1, file.text(2)).text(3, file.text(1));
                file.messages(5).forEach(each -> result.message(4, check(each, "FAIL", layer)));
                file.messages(4).forEach(each -> result.message(4, check(each, "FAIL", layer)));
                file.messages(3).forEach(each -> result.message(4, check(each, "PASS", layer)));
                byPath.put(file.text(2) + "\0" + file.text(1), result.text(6, "config"));
            }
        }
        byPath.values().forEach(each -> out.message(3, each));
    }

    private static ProtoWriter check(ProtoReader each, String status, TrivyLayer layer) {
        ProtoReader policy = each.message(7);
        String message = each.text(2).strip();
        String id = policy.text(1);
        String address = "https://avd.aquasec.com/misconfig/" + id.toLowerCase(Locale.ROOT);
        ProtoWriter out = new ProtoWriter();
        out.text(1, policy.text(3)).text(2, id).text(3, policy.text(4)).text(4, policy.text(5));
        out.text(5, message.isEmpty() ? "No issues found" : message).text(6, each.text(1));
        out.text(7, policy.text(7));
        out.number(8, Math.max(0, SEVERITIES.indexOf(policy.text(6))));
        out.text(9, address).texts(10, policy.texts(8)).texts(10, List.of(address));
        out.text(11, status).message(12, layer.address());
        each.bytes(8).forEach(cause -> out.message(13, cause));
        return out.text(14, policy.text(2)).text(15, each.text(9)).texts(16, policy.texts(9));
    }

    private void licenses(List<TrivyImage.Entry> entries, ProtoWriter out) {
        Map<String, List<String>> ofDebian = licensesOfDebian();
        LicenseScan scan = new LicenseScan(question.options().licenses());
        Map<String, ProtoWriter> results = new LinkedHashMap<>();
        for (TrivyImage.Entry each : entries) {
            SoftwarePackage found = each.known().found();
            if (each.type().isEmpty() && ofDebian.containsKey(found.name())) {
                found = found.withLicenses(ofDebian.get(found.name()));
            }
            String target =
                    each.type().isEmpty() ? "OS Packages" : PackageNames.target(found, each.type());
            ProtoWriter result =
                    results.computeIfAbsent(
                            target, name -> new ProtoWriter().text(1, name).text(6, "license"));
            for (LicenseFinding finding : scan.of(found)) {
                result.message(9, license(finding));
            }
        }
        results.values().forEach(each -> out.message(3, each));
    }

    private static ProtoWriter license(LicenseFinding finding) {
        return new ProtoWriter()
                .number(1, TrivyNumbers.of(finding.severity()))
                .number(2, Math.max(0, CATEGORIES.indexOf(finding.category())))
                .text(3, finding.packageName())
                .text(4, finding.path())
                .text(5, finding.id())
                .fraction(6, (float) finding.confidence());
    }

    /** They are in files of their own, which clients read by themselves. */
    private Map<String, List<String>> licensesOfDebian() {
        Map<String, List<String>> byPackage = new LinkedHashMap<>();
        for (TrivyLayer layer : image.layers()) {
            for (ProtoReader file : layer.licenses()) {
                if (file.number(1) == OF_DPKG) {
                    byPackage.put(
                            file.text(3),
                            file.messages(4).stream().map(each -> each.text(2)).toList());
                }
            }
        }
        return byPackage;
    }
}
