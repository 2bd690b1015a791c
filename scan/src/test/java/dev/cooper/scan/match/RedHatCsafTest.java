package dev.cooper.scan.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage.Remark;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseBuilder;
import dev.cooper.scan.feed.Feed;
import dev.cooper.scan.feed.Feeds;
import dev.cooper.scan.finding.VulnerabilityFinding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documents made up in the form of Red Hat's, through a database, against packages of RHEL 9. */
class RedHatCsafTest {
    private static final String HEAD =
            """
            {"document": {"category": "csaf_vex", "csaf_version": "2.0",
              "publisher": {"category": "vendor", "name": "Red Hat Product Security"},
              "tracking": {"current_release_date": "2026-01-02T00:00:00+00:00"}},
             "product_tree": {"branches": [{"category": "vendor", "name": "Red Hat", "branches": [
               %s]}], "relationships": [%s]},
             "vulnerabilities": [{"cve": "%s", "cwe": {"id": "CWE-416"}, "title": "a: title", %s}]}
            """;
    private static final String PLATFORMS =
            product("BaseOS-9", "cpe", "cpe:/o:redhat:enterprise_linux:9::baseos")
                    + product(
                            "red_hat_enterprise_linux_9", "cpe", "cpe:/o:redhat:enterprise_linux:9")
                    + product("EUS-9.0", "cpe", "cpe:/a:redhat:rhel_eus:9.0::baseos");

    @TempDir Path directory;

    private static String product(String id, String kind, String value) {
        return """
        {"category": "product_version", "product": {"product_id": "%s",
          "product_identification_helper": {"%s": "%s"}}},
        """
                .formatted(id, kind, value);
    }

    private static String relation(String component, String parent) {
        return """
        {"category": "default_component_of", "full_product_name": {"product_id": "%2$s:%1$s"},
         "product_reference": "%1$s", "relates_to_product_reference": "%2$s"},
        """
                .formatted(component, parent);
    }

    private void document(String cve, String products, String relations, String vulnerability)
            throws IOException {
        String branches = PLATFORMS + products + "{}";
        Files.writeString(
                Files.createDirectories(directory.resolve("feed")).resolve(cve + ".json"),
                HEAD.formatted(branches, relations + "{}", cve, vulnerability));
    }

    private List<String> found(TestImage image) throws IOException {
        Path place = directory.resolve("db");
        Path feed = directory.resolve("feed");
        try (DatabaseBuilder builder = new DatabaseBuilder(place)) {
            assertEquals(Feed.CSAF, Feeds.guess(feed.resolve("CVE-2026-1.json")));
            Feeds.read(Feed.CSAF, feed, builder);
            builder.finish(Instant.parse("2026-01-03T00:00:00Z"), Optional.empty(), 1);
            assertTrue(builder.warnings().size() <= 1, builder.warnings().toString());
        }
        try (CooperDatabase database = CooperDatabase.open(place)) {
            return new Matcher(database, MatchOptions.DEFAULT)
                    .match(image.inventory()).findings().stream()
                            .map(RedHatCsafTest::text)
                            .toList();
        }
    }

    private static String text(VulnerabilityFinding finding) {
        return String.join(
                        " ",
                        finding.found().found().name(),
                        finding.id(),
                        finding.status().word(),
                        finding.fixedVersion(),
                        finding.severity().name())
                .replace("  ", " ");
    }

    @Test
    void fixedAndUnfixedAndNotAffected() throws IOException {
        document(
                "CVE-2026-1",
                product(
                                "openssl-libs-1:3.0.7-28.el9.x86_64",
                                "purl",
                                "pkg:rpm/redhat/openssl-libs@3.0.7-28.el9?arch=x86_64&epoch=1")
                        + product(
                                "openssl-libs-1:3.0.1-50.el9_0.x86_64",
                                "purl",
                                "pkg:rpm/redhat/openssl-libs@3.0.1-50.el9_0?arch=x86_64&epoch=1"),
                relation("openssl-libs-1:3.0.7-28.el9.x86_64", "BaseOS-9")
                        + relation("openssl-libs-1:3.0.1-50.el9_0.x86_64", "EUS-9.0"),
                """
                "product_status": {"fixed": ["BaseOS-9:openssl-libs-1:3.0.7-28.el9.x86_64",
                  "EUS-9.0:openssl-libs-1:3.0.1-50.el9_0.x86_64"]},
                "remediations": [{"category": "vendor_fix", "url": "https://a.example/RHSA-2026:1",
                  "product_ids": ["BaseOS-9:openssl-libs-1:3.0.7-28.el9.x86_64"]}],
                "threats": [{"category": "impact", "details": "Important",
                  "product_ids": ["BaseOS-9:openssl-libs-1:3.0.7-28.el9.x86_64"]}]
                """);
        document(
                "CVE-2026-2",
                product("expat", "purl", "pkg:rpm/redhat/expat")
                        + product("zlib", "purl", "pkg:rpm/redhat/zlib")
                        + product("zlib.src", "purl", "pkg:rpm/redhat/zlib?arch=src")
                        + product("gcc", "purl", "pkg:rpm/redhat/gcc?arch=src"),
                relation("expat", "red_hat_enterprise_linux_9")
                        + relation("zlib", "red_hat_enterprise_linux_9")
                        + relation("zlib.src", "red_hat_enterprise_linux_9")
                        + relation("gcc", "red_hat_enterprise_linux_9"),
                """
                "product_status": {"known_affected": ["red_hat_enterprise_linux_9:expat",
                    "red_hat_enterprise_linux_9:zlib.src", "red_hat_enterprise_linux_9:gcc"],
                  "known_not_affected": ["red_hat_enterprise_linux_9:zlib"]},
                "remediations": [
                  {"category": "no_fix_planned", "details": "Will not fix",
                   "product_ids": ["red_hat_enterprise_linux_9:expat"]},
                  {"category": "none_available", "details": "Fix deferred",
                   "product_ids": ["red_hat_enterprise_linux_9:gcc"]}]
                """);
        Files.writeString(directory.resolve("feed/other.json"), "{\"document\": {}}");
        TestImage image =
                TestImage.of("rhel", "9.4")
                        .with(PackageKind.RPM, "openssl-libs", "1:3.0.7-27.el9")
                        .with(PackageKind.RPM, "expat", "2.5.0-1.el9")
                        .with(PackageKind.RPM, "gcc", "11.3.1-4.el9")
                        .with(PackageKind.RPM, "zlib", "1.2.11-40.el9");
        assertEquals(
                List.of(
                        "expat CVE-2026-2 will_not_fix UNKNOWN",
                        "gcc CVE-2026-2 fix_deferred UNKNOWN",
                        "openssl-libs CVE-2026-1 fixed 1:3.0.7-28.el9 HIGH"),
                found(image));
        assertEquals(
                List.of(),
                found(
                        TestImage.of("rhel", "9.4")
                                .with(PackageKind.RPM, "openssl-libs", "1:3.0.7-28.el9")));
    }

    @Test
    void packagesOfModulesAreOfTheirStream() throws IOException {
        String fixed = "npm-1:9.6.7-1.module+el9.x86_64";
        document(
                "CVE-2026-1",
                product("nodejs:18:9030:rhel9", "purl", "pkg:rpmmod/redhat/nodejs@18:9030:rhel9")
                        + product(
                                fixed,
                                "purl",
                                "pkg:rpm/redhat/npm@9.6.7-1.module%2Bel9?arch=x86_64&epoch=1")
                        + product("nodejs:20/npm", "purl", "pkg:rpmmod/redhat/nodejs:20/npm"),
                relation("nodejs:18:9030:rhel9", "BaseOS-9")
                        + relation(fixed, "BaseOS-9:nodejs:18:9030:rhel9")
                        + relation("nodejs:20/npm", "red_hat_enterprise_linux_9"),
                """
                "product_status": {"fixed": ["BaseOS-9:nodejs:18:9030:rhel9:%s"],
                  "known_affected": ["red_hat_enterprise_linux_9:nodejs:20/npm"]}
                """
                        .formatted(fixed));
        assertEquals(
                List.of("npm CVE-2026-1 fixed 1:9.6.7-1.module+el9 UNKNOWN"),
                found(npm("nodejs:18")));
        assertEquals(List.of("npm CVE-2026-1 affected UNKNOWN"), found(npm("nodejs:20")));
        assertEquals(List.of(), found(npm("nodejs:22")));
    }

    private static TestImage npm(String stream) {
        return TestImage.of("rhel", "9.4")
                .with(
                        PackageKind.RPM,
                        "npm",
                        "1:9.5.0-1.module+el9",
                        Optional.empty(),
                        "",
                        Map.of(Remark.STREAM, stream));
    }
}
