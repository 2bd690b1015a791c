package dev.cooper.scan.twirp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseBuilder;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class ScanAnswerTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-08-22");

    @TempDir Path directory;

    private static ProtoWriter layer(String diffId) {
        return new ProtoWriter().text(8, diffId);
    }

    private static ProtoWriter debian(String... versions) {
        ProtoWriter file = new ProtoWriter().text(1, "var/lib/dpkg/status");
        for (String version : versions) {
            file.message(
                    2,
                    new ProtoWriter()
                            .text(1, "libold" + version)
                            .text(2, version)
                            .text(3, "1")
                            .number(4, 1)
                            .text(5, "amd64")
                            .text(6, "old")
                            .text(7, version)
                            .text(8, "1")
                            .number(9, 1)
                            .text(13, "libold@" + version));
        }
        return file;
    }

    private static ProtoWriter application(String type, String path, String name, boolean isDev) {
        return new ProtoWriter()
                .text(1, type)
                .text(2, path)
                .message(
                        3,
                        new ProtoWriter()
                                .text(1, name)
                                .text(2, "1.0.0")
                                .text(12, type.equals("node-pkg") ? path : "")
                                .flag(17, isDev));
    }

    private static ProtoWriter secret(String rule, String match) {
        return new ProtoWriter()
                .text(1, "settings.txt")
                .message(2, new ProtoWriter().text(1, rule).text(8, match));
    }

    private ProtoReader ask(ProtoWriter options, ProtoWriter... layers) throws IOException {
        try (DatabaseBuilder builder = new DatabaseBuilder(directory)) {
            builder.advisory("Debian:12", "old", fixed("CVE-2024-1", "1:2.0-2"));
            builder.advisory("npm", "left", fixed("CVE-2024-2", "2.0.0"));
            builder.finish(Instant.EPOCH, Optional.of(Instant.EPOCH), 1);
        }
        byte[] message = new ProtoWriter().text(1, "shop:1").message(4, options).bytes();
        List<byte[]> blobs = Arrays.stream(layers).map(ProtoWriter::bytes).toList();
        try (CooperDatabase database = CooperDatabase.open(directory)) {
            return new ProtoReader(
                    new ScanAnswer(ScanQuestion.parse(message), blobs).message(database, TODAY));
        }
    }

    private static Advisory fixed(String id, String version) {
        return new Advisory(
                id,
                List.of(),
                "test",
                AffectedVersions.before(version),
                Status.FIXED,
                Severity.HIGH,
                List.of());
    }

    private static ProtoWriter all() {
        return new ProtoWriter().texts(1, List.of("os", "library")).texts(2, List.of("vuln"));
    }

    private static String told(ProtoReader answer) {
        StringBuilder text = new StringBuilder();
        for (ProtoReader result : answer.messages(3)) {
            text.append(result.text(6)).append(' ').append(result.text(1)).append('\n');
            for (ProtoReader each : result.messages(2)) {
                text.append("  ").append(each.text(1)).append(' ').append(each.text(2));
                text.append(' ').append(each.text(3)).append(" -> ").append(each.text(4));
                text.append(" of ").append(each.message(10).text(2)).append('\n');
            }
            result.messages(5)
                    .forEach(each -> text.append("  has ").append(each.text(1)).append('\n'));
            result.messages(8).forEach(each -> text.append("  ").append(each.text(8)).append('\n'));
        }
        return text.toString();
    }

    private static ProtoWriter base() {
        return layer("sha256:base")
                .message(2, new ProtoWriter().text(1, "debian").text(2, "12.5"))
                .message(3, debian("1.0"));
    }

    @Test
    void packagesBelongToTheFirstLayerThatHasThem() throws IOException {
        ProtoReader answer =
                ask(all(), base(), layer("sha256:next").message(3, debian("1.0", "1.5", "3.0")));
        assertEquals(
                """
                os-pkgs shop:1 (debian 12.5)
                  CVE-2024-1 libold1.0 1:1.0-1 -> 1:2.0-2 of sha256:base
                  CVE-2024-1 libold1.5 1:1.5-1 -> 1:2.0-2 of sha256:next
                """,
                told(answer));
        assertEquals("debian", answer.message(1).text(1));
        assertEquals(
                TrivyNumbers.of(Severity.HIGH), answer.message(3).messages(2).getFirst().number(7));
    }

    @Test
    void whatALayerAboveHidesIsGone() throws IOException {
        ProtoWriter below =
                base().message(4, application("npm", "app/package-lock.json", "left", false))
                        .message(4, application("node-pkg", "srv/a/package.json", "left", false));
        String kept = "lang-pkgs app/package-lock.json";
        assertTrue(told(ask(all(), below)).contains(kept));
        assertTrue(told(ask(all(), below)).contains("lang-pkgs Node.js"));
        String hidden =
                told(
                        ask(
                                all(),
                                below,
                                layer("sha256:next")
                                        .texts(5, List.of("srv/"))
                                        .texts(6, List.of("app"))));
        assertEquals(
                """
                os-pkgs shop:1 (debian 12.5)
                  CVE-2024-1 libold1.0 1:1.0-1 -> 1:2.0-2 of sha256:base
                """,
                hidden);
    }

    @Test
    void optionsSayWhatIsTold() throws IOException {
        ProtoWriter layer =
                base().message(4, application("npm", "package-lock.json", "left", true));
        ProtoWriter libraries =
                new ProtoWriter().texts(1, List.of("library")).texts(2, List.of("vuln"));
        assertEquals("", told(ask(libraries, layer)));
        assertEquals(
                "lang-pkgs package-lock.json\n  CVE-2024-2 left 1.0.0 -> 2.0.0 of sha256:base\n",
                told(ask(libraries.flag(5, true), layer)));
        assertEquals(
                "os-pkgs shop:1 (debian 12.5)\n  has libold1.0\n",
                told(ask(new ProtoWriter().texts(1, List.of("os")).flag(3, true), layer)));
    }

    @Test
    void secretsStayAndThoseOfALayerAboveCountFirst() throws IOException {
        ProtoWriter options = new ProtoWriter().texts(2, List.of("secret"));
        ProtoReader answer =
                ask(
                        options,
                        layer("sha256:1")
                                .message(12, secret("aws", "old"))
                                .message(12, secret("aws", "older")),
                        layer("sha256:2").message(12, secret("slack", "other")),
                        layer("sha256:3").message(12, secret("aws", "new")));
        assertEquals("secret settings.txt\n  new\n  other\n", told(answer));
    }

    @Test
    void whatIsNoMessageIsRefused() {
        byte[] text = "{\"target\": \"shop:1\"}".getBytes(StandardCharsets.UTF_8);
        assertThrows(SyntaxException.class, () -> ScanQuestion.parse(text));
        assertThrows(SyntaxException.class, () -> ScanQuestion.parse(new byte[] {0x0a, 0x7f}));
        byte[] endless = new byte[12];
        Arrays.fill(endless, (byte) 0xff);
        assertThrows(SyntaxException.class, () -> CacheMessages.wanted(endless));
    }
}
