package dev.cooper.registry;

import dev.cooper.registry.config.RegistryConfig;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry in a process of its own, so that it can be killed; prints its port. */
public final class RegistryChild {
    private RegistryChild() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        RegistryConfig config =
                arguments.length > 1
                        ? RegistryConfig.parse(
                                Optional.of(Path.of(arguments[1])), Map.of(), directory)
                        : RegistryConfig.defaults(directory);
        RegistryServer server = RegistryServer.start(config.withPort(0));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(server)));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(server.port());
        Thread.currentThread().join();
    }

    private static void stop(RegistryServer server) {
        int code = 0;
        try {
            server.close();
        } catch (IOException e) {
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }

    /** Starts a registry; its first line of output is its port. */
    public static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(RegistryChild.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
