package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Main;

import dev.cooper.testkit.Checkout;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class FormatTest {
    @Test
    void everySourceIsAsGoogleJavaFormatLeavesIt() throws Exception {
        boolean write = Boolean.getBoolean("format.write");
        List<String> args = new ArrayList<>(List.of("--aosp"));
        args.addAll(write ? List.of("--replace") : List.of("--dry-run"));
        args.addAll(sources());
        StringWriter changed = new StringWriter();
        StringWriter errors = new StringWriter();
        new Main(new PrintWriter(changed), new PrintWriter(errors), InputStream.nullInputStream())
                .format(args.toArray(new String[0]));
        assertEquals("", errors.toString());
        assertEquals(
                "",
                changed.toString(),
                "these files are not formatted; run mvn -pl cli -am test -Dtest=FormatTest"
                        + " -Dformat.write=true -Dsurefire.failIfNoSpecifiedTests=false");
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> rooms = Files.list(Checkout.root())) {
            for (Path room : rooms.sorted().toList()) {
                Path source = room.resolve("src");
                if (Files.exists(room.resolve("pom.xml")) && Files.isDirectory(source)) {
                    try (Stream<Path> files = Files.walk(source)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .sorted()
                                .forEach(file -> sources.add(file.toString()));
                    }
                }
            }
        }
        return sources;
    }
}
