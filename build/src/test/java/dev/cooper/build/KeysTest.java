package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.Digest;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotDriver;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.store.Snapshots;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class KeysTest {
    @TempDir Path directory;

    /** The definition key of a target, as a build of its own finds it. */
    private Digest key(Requests requests) throws Exception {
        Path home = directory.resolve("store");
        try (Snapshots snapshots =
                        Snapshots.open(
                                home, SnapshotOptions.DEFAULT.withDriver(SnapshotDriver.COPY));
                CopyInputs files =
                        new CopyInputs(requests.request(), snapshots, home.resolve("cache"))) {
            ImageRoots images =
                    new ImageRoots(
                            LocalStore.open(home), snapshots, event -> {}, Clock.systemUTC());
            return new Keys(files, images, requests.request())
                    .definition(requests.graph().root())
                    .digest();
        }
    }

    private Digest key(String instruction) throws Exception {
        return key(Requests.of("FROM scratch\n" + instruction + "\n"));
    }

    @Test
    void filesOfTheContextAndFetchedOnesOfOneAddBothCount() throws Exception {
        Path context = Files.createDirectory(directory.resolve("context"));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String[] served = {"one"};
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = served[0].getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/far";
            Requests add = Requests.of("FROM scratch\nADD near " + url + " /d/\n").context(context);
            Files.writeString(context.resolve("near"), "one");
            Digest first = key(add);
            assertEquals(first, key(add));
            Files.writeString(context.resolve("near"), "two");
            Digest second = key(add);
            assertNotEquals(first, second);
            served[0] = "other";
            assertNotEquals(second, key(add));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatDecidesARunIsInItsKey() throws Exception {
        Digest plain = key("RUN [\"make\"]");
        for (String other :
                List.of(
                        "RUN [\"make\", \"\"]",
                        "RUN --network=none [\"make\"]",
                        "RUN --mount=type=tmpfs,target=/t [\"make\"]",
                        "RUN --mount=type=secret,id=s [\"make\"]",
                        "ENV A=1\nRUN [\"make\"]",
                        "ARG A=1\nRUN [\"make\"]",
                        "USER 1\nRUN [\"make\"]",
                        "WORKDIR /w\nRUN [\"make\"]")) {
            assertNotEquals(plain, key(other), other);
        }
        assertEquals(plain, key("LABEL a=b\nEXPOSE 80\nRUN [\"make\"]"), "metadata does not");
        assertEquals(
                plain, key(Requests.of("FROM scratch\nRUN [\"make\"]\n").arg("http_proxy", "p")));
    }

    @Test
    void aSecretHidesAVariableOfItsNameAndEachNameIsThereOnce() {
        RunStep step =
                new RunStep(
                        List.of("x"),
                        List.of("A=1", "B=2"),
                        List.of("B=proxy", "C=3"),
                        "/",
                        "",
                        List.of(),
                        Optional.empty(),
                        RunStep.Network.DEFAULT,
                        false);
        assertEquals(List.of("B=2", "C=3", "A=secret"), step.environment(Map.of("A", "secret")));
    }
}
