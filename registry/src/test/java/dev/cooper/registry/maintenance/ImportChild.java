package dev.cooper.registry.maintenance;

import dev.cooper.registry.config.RegistryConfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An import in a process of its own, so that it can be killed. */
final class ImportChild {
    private ImportChild() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        RegistryImport.run(
                RegistryConfig.defaults(Path.of(arguments[0])),
                Optional.of(Path.of(arguments[1])),
                Optional.of("a"),
                RegistryCheck.Progress.NONE);
    }

    static Process start(Path into, Path from) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ImportChild.class.getName(),
                                into.toString(),
                                from.toString()))
                .inheritIO()
                .start();
    }
}
