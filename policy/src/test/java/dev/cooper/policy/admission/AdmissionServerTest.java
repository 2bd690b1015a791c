package dev.cooper.policy.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.evidence.Request.Use;
import dev.cooper.testkit.TestCertificates;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

class AdmissionServerTest {
    private static final Digest DIGEST = Digest.sha256(new byte[] {1});

    @TempDir Path directory;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<AdmissionLog.Entry> logged = new CopyOnWriteArrayList<>();
    private Optional<AdmissionServer> server = Optional.empty();

    @AfterEach
    void stop() {
        server.ifPresent(AdmissionServer::close);
    }

    private static final class Pinning implements ImageJudge {
        @Override
        public Judgement judge(AdmissionReview review, String image, Use use, boolean before) {
            return new Judgement(Decision.ALLOWED, Optional.of(DIGEST));
        }

        @Override
        public boolean failsOpen() {
            return false;
        }
    }

    private String start(Optional<ServerSettings.Tls> tls) throws IOException {
        AdmissionLog log =
                new AdmissionLog() {
                    @Override
                    public void answered(Entry entry) {
                        logged.add(entry);
                    }

                    @Override
                    public void said(String sentence) {
                        said.add(sentence);
                    }
                };
        AdmissionServer started =
                AdmissionServer.start(
                        new ServerSettings("127.0.0.1", 0, tls),
                        new Admission(new Pinning(), AdmissionOptions.usual()),
                        new AgedCache<String, String>(Duration.ZERO, 1, System::nanoTime),
                        InstantSource.system(),
                        log);
        server = Optional.of(started);
        return started.url();
    }

    private static HttpResponse<String> post(String url, String type, byte[] body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void a_question_to_mutate_is_answered_with_a_patch_and_one_to_validate_without()
            throws Exception {
        String url = start(Optional.empty());
        byte[] review = Reviews.pod("CREATE", "shop:1", null);
        HttpResponse<String> answer = post(url + "/mutate?timeout=5s", "application/json", review);
        assertEquals(200, answer.statusCode());
        JsonObject response =
                JsonObject.parse(answer.body().getBytes(StandardCharsets.UTF_8), "answer")
                        .object("response");
        assertTrue(response.bool("allowed"));
        assertEquals("JSONPatch", response.string("patchType"));
        assertEquals(
                "[{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\",\"value\":\"shop:1@"
                        + DIGEST
                        + "\"}]",
                new String(
                        Base64.getDecoder().decode(response.string("patch")),
                        StandardCharsets.UTF_8));
        String plain = post(url + "/validate", "application/json; charset=utf-8", review).body();
        assertTrue(plain.contains("\"allowed\":true") && !plain.contains("patch"), plain);
        assertEquals(
                List.of("mutate", "validate"), logged.stream().map(one -> one.webhook()).toList());
        String metrics = get(url + "/metrics").body();
        assertTrue(
                metrics.contains(
                        "cooper_admission_reviews_total{webhook=\"mutate\",operation=\"create\","
                                + "kind=\"Pod\",decision=\"allow\"} 1\n"),
                metrics);
        assertTrue(metrics.contains("cooper_admission_review_duration_seconds_count 2\n"), metrics);
        assertTrue(metrics.contains("cooper_admission_under_way 0\n"), metrics);
    }

    @Test
    void what_is_no_question_gets_a_status_that_says_so() throws Exception {
        String url = start(Optional.empty());
        byte[] review = Reviews.pod("CREATE", "shop:1", null);
        assertEquals(415, post(url + "/validate", "text/plain", review).statusCode());
        assertEquals(400, post(url + "/validate", "application/json", new byte[0]).statusCode());
        HttpResponse<String> broken =
                post(
                        url + "/validate",
                        "application/json",
                        "{\"a\":".getBytes(StandardCharsets.UTF_8));
        assertEquals(400, broken.statusCode());
        assertTrue(broken.body().contains("AdmissionReview"), broken.body());
        assertEquals(404, post(url + "/other", "application/json", review).statusCode());
        assertEquals(405, get(url + "/validate").statusCode());
        assertEquals(200, get(url + "/healthz").statusCode());
        assertEquals(200, get(url + "/readyz").statusCode());
        byte[] large = new byte[AdmissionReview.MOST_BYTES + 1];
        assertEquals(413, post(url + "/validate", "application/json", large).statusCode());
    }

    @Test
    void how_long_a_cluster_waits_is_read_as_it_writes_it() {
        assertEquals(Duration.ofSeconds(3), AdmissionRoutes.granted("timeout=3s"));
        assertEquals(Duration.ofMillis(500), AdmissionRoutes.granted("a=b&timeout=500ms"));
        assertEquals(Duration.ofSeconds(30), AdmissionRoutes.granted("timeout=0m30s"));
        for (String wrong : new String[] {"timeout=-3s", "timeout=9999h", "timeout=x", ""}) {
            assertEquals(Duration.ofSeconds(10), AdmissionRoutes.granted(wrong), wrong);
        }
    }

    @Test
    void a_new_certificate_is_shown_without_a_restart() throws Exception {
        TestCertificates made = new TestCertificates(directory);
        made.root("first");
        made.root("next");
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        made.write("first", certificate, key);
        String url = start(Optional.of(new ServerSettings.Tls(certificate, key, Optional.empty())));
        assertEquals(made.certificate("first"), shown(url, made));
        made.write("next", certificate, directory.resolve("other.key"));
        waitFor("stay as they were");
        assertEquals(made.certificate("first"), shown(url, made));
        made.write("next", certificate, key);
        waitFor("read the TLS certificate and key again");
        assertEquals(made.certificate("next"), shown(url, made));
    }

    private void waitFor(String sentence) throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            if (said.stream().anyMatch(one -> one.contains(sentence))) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("nobody said " + sentence + ": " + said);
    }

    private static Certificate shown(String url, TestCertificates known) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted(known));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url + "/healthz")).build(),
                            BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            return answer.sslSession().orElseThrow().getPeerCertificates()[0];
        }
    }

    private static KeyStore trusted(TestCertificates known) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (String alias : new String[] {"first", "next"}) {
            store.setCertificateEntry(alias, known.certificate(alias));
        }
        return store;
    }

    @Test
    void who_has_no_certificate_of_the_authority_that_clients_need_is_not_heard() throws Exception {
        TestCertificates made = new TestCertificates(directory);
        made.root("first");
        made.root("next");
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        made.write("first", certificate, key);
        String url =
                start(
                        Optional.of(
                                new ServerSettings.Tls(
                                        certificate, key, Optional.of(certificate))));
        assertThrows(IOException.class, () -> shown(url, made));
    }

    @Test
    void a_key_of_another_certificate_is_refused_at_the_start() throws Exception {
        TestCertificates made = new TestCertificates(directory);
        made.root("first");
        made.root("next");
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        made.write("first", certificate, key);
        made.write("next", directory.resolve("other.crt"), key);
        SyntaxException refused =
                assertThrows(
                        SyntaxException.class,
                        () ->
                                start(
                                        Optional.of(
                                                new ServerSettings.Tls(
                                                        certificate, key, Optional.empty()))));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("is the key of another certificate"),
                refused.getMessage());
    }
}
