package dev.cooper.registry;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A registry in a process of its own, so that it can be killed; prints its port. */
final class RegistryChild {
    private RegistryChild() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        RegistryConfig config =
                arguments.length < 2
                        ? RegistryConfig.defaults(directory)
                        : RegistryConfig.parse(
                                Optional.of(Path.of(arguments[1])), Map.of(), directory);
        RegistryServer server = RegistryServer.start(config.withPort(0));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(server.port());
        Thread.currentThread().join();
    }
}
