package dev.cooper.store;

import dev.cooper.testkit.ScratchDirectory;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Command lines of JVMs that run classes of these tests. */
final class ChildJvm {
    private ChildJvm() {}

    static List<String> command(String mainClass, String... args) {
        return command(classPath(), mainClass, args);
    }

    private static List<String> command(String classPath, String mainClass, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classPath,
                        "dev.cooper.store." + mainClass));
        command.addAll(List.of(args));
        return command;
    }

    /** As {@link #command} with a copy of all classes, which other users may read. */
    static List<String> commandForAnyUser(ScratchDirectory copies, String mainClass, String... args)
            throws IOException {
        List<String> elements = new ArrayList<>();
        int i = 0;
        for (String element : classPath().split(File.pathSeparator)) {
            Path from = Path.of(element);
            if (Files.exists(from)) {
                Path to = copies.directory("classes").resolve(i++ + "-" + from.getFileName());
                copy(from, to);
                elements.add(to.toString());
            }
        }
        return command(String.join(File.pathSeparator, elements), mainClass, args);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
