package dev.cooper.registry;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A registry in a process of its own, so that it can be killed; prints its port. */
final class RegistryChild {
    private RegistryChild() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        RegistryServer server =
                RegistryServer.start(RegistryConfig.defaults(Path.of(arguments[0])).withPort(0));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(server.port());
        Thread.currentThread().join();
    }
}
