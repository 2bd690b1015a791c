package dev.cooper.trust.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A server in a process of its own, which a test may kill: writes its address and waits. */
final class ServerProcess {
    private ServerProcess() {}

    /** Starts it in the directory that is named. */
    public static void main(String[] words) throws IOException, InterruptedException {
        TrustServer server =
                TrustServer.start(
                        new ServerOptions(
                                Path.of(words[0]), "127.0.0.1", 0, Optional.empty(), List.of()),
                        "hello".getBytes(StandardCharsets.UTF_8),
                        (_, _) -> {},
                        System.err::println);
        System.out.println(server.url());
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
