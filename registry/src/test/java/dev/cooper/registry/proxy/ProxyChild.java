package dev.cooper.registry.proxy;

import dev.cooper.registry.RegistryServer;
import dev.cooper.registry.config.ProxyConfig;
import dev.cooper.registry.config.RegistryConfig;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A cache in a process of its own, so that its memory can be small; prints its port. */
final class ProxyChild {
    private ProxyChild() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ProxyConfig config =
                TestProxies.config(
                        TestProxies.upstream(
                                "hub",
                                URI.create(arguments[1]),
                                Duration.ofHours(1),
                                "hub.example.org"));
        RegistryServer server =
                RegistryServer.start(
                        RegistryConfig.defaults(Path.of(arguments[0]))
                                .withPort(0)
                                .withProxy(config));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(server.port());
        Thread.currentThread().join();
    }
}
