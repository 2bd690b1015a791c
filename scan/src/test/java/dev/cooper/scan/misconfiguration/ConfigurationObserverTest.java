package dev.cooper.scan.misconfiguration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.inventory.DirectoryOptions;
import dev.cooper.inventory.Inspected;
import dev.cooper.inventory.Inventories;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.secret.SecretObserver;
import dev.cooper.scan.secret.SecretRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

class ConfigurationObserverTest {
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
        ConfigurationObserver observer =
                new ConfigurationObserver(
                        new SecretObserver(SecretRules.builtIn()), LocalDate.of(2026, 11, 22));
        Inspected inspected =
                new Inventories(directory.resolve("cache"))
                        .inspectDirectory(
                                directory.resolve("files"),
                                DirectoryOptions.INSTALLED,
                                List.of(observer));
        List<Checked> checked =
                ConfigurationObserver.decode(
                        inspected.observed().getFirst().get(observer.id()), -1);
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
}
