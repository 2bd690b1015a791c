package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Checkout;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps {@code docs/dockerfile-conformance.md} what the tests say. */
class ConformanceTableTest {
    @Test
    void everyBehaviourHasEitherAScriptOrAReason() throws IOException {
        Set<String> shown =
                Behaviour.all().stream()
                        .filter(Behaviour::isShown)
                        .map(Behaviour::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> scripts;
        try (Stream<Path> files = Files.list(Behaviour.SCRIPTS)) {
            scripts =
                    files.map(f -> f.getFileName().toString())
                            .filter(f -> f.endsWith(".sh") && !f.equals("lib.sh"))
                            .map(f -> f.substring(0, f.length() - 3))
                            .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(shown, scripts);
    }

    @Test
    void namesAllTwoHundredAndThirtySixOnce() throws IOException {
        List<String> names = Behaviour.all().stream().map(Behaviour::name).toList();
        assertEquals(236, names.size());
        assertEquals(236, Set.copyOf(names).size());
        assertTrue(Behaviour.all().stream().filter(Behaviour::isShown).count() >= 150);
    }

    @Test
    void tableIsWhatTheTestsSay() throws IOException {
        Path file = Checkout.root().resolve("docs/dockerfile-conformance.md");
        String table = table();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, table);
        }
        assertEquals(
                table,
                Files.exists(file) ? Files.readString(file) : "",
                "docs/dockerfile-conformance.md is out of date; write it with"
                        + " -Dgolden.update=true");
    }

    private static String table() throws IOException {
        List<Behaviour> all = Behaviour.all();
        long shown = all.stream().filter(Behaviour::isShown).count();
        StringBuilder text = new StringBuilder();
        text.append("# Dockerfile conformance\n\n");
        text.append(
                "The behaviours that BuildKit's Dockerfile integration suite names (its cases ");
        text.append("for Windows and for\nclients of its gateway left out), and where Cooper ");
        text.append("shows each: a script of its own under\n");
        text.append("`cli/src/test/resources/conformance/`, run by `ConformanceIT`. ");
        text.append("This page is written by\n`ConformanceTableTest`.\n\n");
        text.append("**").append(shown).append(" of ").append(all.size()).append(" are shown.**\n");
        String group = "";
        for (Behaviour behaviour : all) {
            if (!behaviour.group().equals(group)) {
                group = behaviour.group();
                text.append("\n## ")
                        .append(group)
                        .append("\n\n| behaviour | shown by |\n|---|---|\n");
            }
            text.append("| ").append(behaviour.name()).append(" | ");
            text.append(
                    behaviour.isShown()
                            ? "`ConformanceIT`: ["
                                    + behaviour.name()
                                    + ".sh]("
                                    + link(behaviour)
                                    + ")"
                            : behaviour.reason());
            text.append(" |\n");
        }
        return text.toString();
    }

    private static String link(Behaviour behaviour) {
        return "../cli/src/test/resources/conformance/" + behaviour.name() + ".sh";
    }
}
