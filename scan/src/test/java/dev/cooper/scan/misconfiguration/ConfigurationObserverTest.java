package dev.cooper.scan.misconfiguration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.inventory.DirectoryOptions;
import dev.cooper.inventory.Inspected;
import dev.cooper.inventory.Inventories;
import dev.cooper.inventory.Overlay;
import dev.cooper.oci.Digest;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.secret.SecretObserver;
import dev.cooper.scan.secret.SecretRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

class ConfigurationObserverTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private final ConfigurationObserver observer =
            new ConfigurationObserver(new SecretObserver(SecretRules.builtIn()));

    @TempDir Path directory;

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve("files").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void checksWhatItFindsInADirectory() throws IOException {
        write("Dockerfile", "FROM debian\n# trivy:ignore:DS-0002\nUSER root\n");
        write("deploy/pod.yaml", "apiVersion: v1\nkind: Pod\nspec: {hostPID: true}\n");
        write("broken.dockerfile", "FRM x\n");
        write("chart/templates/pod.yaml", "apiVersion: v1\nkind: Pod\nx: {{ .Values }\n");
        write("broken.yaml", "apiVersion: v1\nkind: [\n");
        write("README.md", "FROM\n");
        Inspected inspected =
                new Inventories(directory.resolve("cache"))
                        .inspectDirectory(
                                directory.resolve("files"),
                                DirectoryOptions.INSTALLED,
                                List.of(observer));
        List<Checked> checked =
                ConfigurationObserver.decode(
                        inspected.observed().getFirst().get(observer.id()),
                        -1,
                        Overlay.NONE,
                        TODAY);
        assertEquals(
                List.of("Dockerfile", "deploy/pod.yaml"),
                checked.stream().map(Checked::path).toList());
        assertEquals(
                List.of("DS-0001", "DS-0026"),
                checked.getFirst().findings().stream().map(MisconfigurationFinding::id).toList());
        assertEquals(1, checked.getFirst().ignored().size());
        assertEquals("KSV-0010", checked.getLast().findings().getFirst().id());
        assertEquals(
                List.of(
                        "broken.dockerfile: it cannot be checked (broken.dockerfile:1:1: unknown"
                                + " instruction FRM (did you mean FROM?))",
                        "broken.yaml: it cannot be checked (broken.yaml: while parsing a flow"
                                + " node)"),
                inspected.inventory().warnings());
    }

    @Test
    void whatIsKeptOfALayerHoldsOnEveryDay() throws IOException, InterruptedException {
        String text = "FROM a:1\n# trivy:ignore:DS-0002 exp:2026-12-01\nUSER root\n";
        Inspected inspected =
                inspect(layer("app/Dockerfile", text), layer("app/other/Dockerfile", "FROM a\n"));
        Checked before = checked(inspected, TODAY).getFirst();
        assertEquals(List.of("DS-0026"), ids(before));
        assertEquals(1, before.ignored().size());
        assertEquals(0, before.findings().getFirst().layer());
        Checked after = checked(inspected, LocalDate.of(2026, 12, 1)).getFirst();
        assertEquals(List.of("DS-0026", "DS-0002"), ids(after));
        assertEquals(before.successes() - 1, after.successes());
    }

    @Test
    void filesThatALayerAboveHasDeletedOrReplacedAreNotChecked()
            throws IOException, InterruptedException {
        Inspected inspected =
                inspect(
                        layer("app/Dockerfile", "FROM a:1\nUSER root\n"),
                        layer("app/Dockerfile", "FROM a:1\nUSER shop\n"),
                        layer("gone/Dockerfile", "FROM a:1\n"),
                        layer(".wh.gone", ""));
        List<Checked> checked = checked(inspected, TODAY);
        assertEquals(List.of("app/Dockerfile"), checked.stream().map(Checked::path).toList());
        assertEquals(List.of("DS-0026"), ids(checked.getFirst()));
    }

    private static List<String> ids(Checked checked) {
        return checked.findings().stream().map(MisconfigurationFinding::id).toList();
    }

    private List<Checked> checked(Inspected inspected, LocalDate today) {
        List<Checked> all = new ArrayList<>();
        for (int i = 0; i < inspected.observed().size(); i++) {
            byte[] kept = inspected.observed().get(i).get(observer.id());
            Overlay overlay = inspected.inventory().overlay();
            all.addAll(ConfigurationObserver.decode(kept, i, overlay, today));
        }
        return all;
    }

    private Inspected inspect(byte[]... layers) throws IOException, InterruptedException {
        List<Inventories.Layer> all = new ArrayList<>();
        for (byte[] each : layers) {
            all.add(
                    new Inventories.Layer(
                            Digest.sha256(each), () -> new ByteArrayInputStream(each)));
        }
        return new Inventories(directory.resolve("cache")).inspect(all, List.of(observer));
    }

    private static byte[] layer(String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            TarEntry entry =
                    new TarEntry(
                            path,
                            TarEntry.Type.FILE,
                            0644,
                            0,
                            0,
                            "",
                            "",
                            bytes.length,
                            0,
                            0,
                            "",
                            0,
                            0,
                            new TreeMap<>());
            tar.write(entry, new ByteArrayInputStream(bytes));
        }
        return out.toByteArray();
    }
}
