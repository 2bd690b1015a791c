package dev.cooper.registry.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.UpstreamConfig;
import dev.cooper.testkit.TestCertificates;
import dev.cooper.transfer.UpstreamSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Whom a cache believes that it is the registry, and what it tells it of itself. */
class ProxyTrustTest {
    @TempDir Path directory;

    private UpstreamDouble secure(TestCertificates keys)
            throws IOException, GeneralSecurityException {
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys.load(), TestCertificates.password());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return new UpstreamDouble(Optional.of(context));
    }

    private int pull(UpstreamDouble upstream, Optional<Path> authority, boolean unverified)
            throws IOException {
        return pull(new UpstreamSettings(
                        upstream.uri(),
                        Optional.empty(),
                        Optional.empty(),
                        authority,
                        unverified,
                        Duration.ofSeconds(20)))
                .statusCode();
    }

    private HttpResponse<byte[]> pull(UpstreamSettings settings) throws IOException {
        UpstreamConfig hub =
                new UpstreamConfig(
                        "hub", "", Set.of(), settings, Duration.ofHours(1), Duration.ZERO);
        Path data = Files.createTempDirectory(directory, "data");
        try (TestRegistry cache = TestProxies.of(data, hub)) {
            return cache.get("/v2/hub/team/app/manifests/1");
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedWhereTheConfigurationNamesIt()
            throws IOException, GeneralSecurityException {
        TestCertificates keys = new TestCertificates(directory);
        keys.root("ca");
        Path authority = directory.resolve("ca.pem");
        keys.write("ca", authority, directory.resolve("ca.key"));
        try (UpstreamDouble upstream = secure(keys)) {
            upstream.image("team/app", "1", new byte[10]);
            assertEquals(503, pull(upstream, Optional.empty(), false));
            assertEquals(200, pull(upstream, Optional.of(authority), false));
            assertEquals(200, pull(upstream, Optional.empty(), true));
        }
    }

    @Test
    void aProgramTellsTheLogin() throws IOException {
        Path program = directory.resolve("helper");
        Files.writeString(
                program,
                """
                #!/bin/sh
                test "$1" = get || exit 1
                printf '{"ServerURL":"%s","Username":"ann","Secret":"told"}' "$(cat)"
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        String login =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString("ann:told".getBytes(StandardCharsets.UTF_8));
        try (UpstreamDouble upstream = new UpstreamDouble()) {
            upstream.image("team/app", "1", new byte[10]);
            upstream.behave(exchange -> {
                if (login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    return false;
                }
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"hub\"");
                UpstreamDouble.reply(exchange, 401, new byte[0]);
                return true;
            });
            UpstreamSettings settings =
                    new UpstreamSettings(
                            upstream.uri(),
                            Optional.empty(),
                            Optional.of(
                                    new UpstreamSettings.LoginProgram(
                                            program.toString(), Duration.ofHours(1))),
                            Optional.empty(),
                            false,
                            Duration.ofSeconds(20));
            HttpResponse<byte[]> pulled = pull(settings);
            assertEquals(
                    200, pulled.statusCode(), new String(pulled.body(), StandardCharsets.UTF_8));
            assertTrue(upstream.count(login) > 0, upstream.seen().toString());
        }
    }
}
