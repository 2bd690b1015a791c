package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of referrers under a tag, which others write too. */
class ReferrersTagTest {
    private static final Descriptor SUBJECT =
            Descriptor.of(MediaTypes.OCI_MANIFEST, Samples.bytes("the subject"));
    private static final Descriptor THEIRS =
            Descriptor.of(MediaTypes.OCI_MANIFEST, Samples.bytes("of somebody else"));

    @TempDir Path home;
    private final RegistryDouble registry = new RegistryDouble(this::answer);
    private byte[] index = {};
    private byte[] signature = {};
    private boolean knowsConditions;
    private boolean deletes = true;
    private int intruders;
    private Registries registries;

    @BeforeEach
    void start() {
        Map<String, String> environment = Map.of("HOME", home.toString());
        registries =
                new Registries(
                        Configuration.NONE,
                        Credentials.ofEnvironment(environment),
                        environment,
                        new Retry(1, Duration.ofMillis(1), Duration.ofSeconds(1)));
    }

    @AfterEach
    void stop() {
        registries.close();
        registry.close();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.contains("/referrers/")) {
            RegistryDouble.reply(exchange, 404, "");
        } else if (path.endsWith("/manifests/" + ReferrersTag.name(SUBJECT.digest()))) {
            list(exchange);
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            boolean whole = path.endsWith("/" + Digest.sha256(index));
            index = whole && deletes ? new byte[0] : index;
            RegistryDouble.reply(exchange, whole && !deletes ? 405 : 202, "");
        } else if (exchange.getRequestMethod().equals("PUT")) {
            signature = exchange.getRequestBody().readAllBytes();
            RegistryDouble.reply(exchange, 201, "");
        } else {
            RegistryDouble.reply(exchange, 200, signature);
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        String etag = "\"" + Digest.sha256(index) + "\"";
        if (!exchange.getRequestMethod().equals("PUT")) {
            exchange.getResponseHeaders().set("ETag", etag);
            RegistryDouble.reply(exchange, index.length == 0 ? 404 : 200, index);
            return;
        }
        byte[] wanted = exchange.getRequestBody().readAllBytes();
        if (intruders > 0) { // somebody who read before writes now
            intruders--;
            byte[] other = ImageIndex.of(List.of(THEIRS)).toJson();
            if (knowsConditions) {
                index = other;
            } else {
                RegistryDouble.reply(exchange, 201, "");
                index = other;
                return;
            }
        }
        String condition = exchange.getRequestHeaders().getFirst("If-Match");
        boolean holds = condition == null || condition.equals("\"" + Digest.sha256(index) + "\"");
        if (knowsConditions && !holds) {
            RegistryDouble.reply(exchange, 412, "");
            return;
        }
        index = wanted;
        RegistryDouble.reply(exchange, 201, "");
    }

    private RegistryPlace place() throws IOException {
        return registries.repository(Reference.parse(registry.host() + "/a/b"));
    }

    private Descriptor sign() throws IOException {
        Descriptor empty = Descriptor.of(MediaTypes.OCI_EMPTY, Samples.bytes("{}"));
        ImageManifest manifest =
                new ImageManifest(
                        MediaTypes.OCI_MANIFEST,
                        empty,
                        List.of(empty),
                        Map.of(),
                        Optional.of(SUBJECT),
                        Optional.of("application/vnd.test.signature"));
        return place().write(MediaTypes.OCI_MANIFEST, manifest.toJson());
    }

    private List<Digest> listed() {
        return ImageIndex.parse(index).manifests().stream().map(Descriptor::digest).toList();
    }

    @Test
    void whatAnotherWriterOverwroteIsWrittenAgain() throws IOException {
        intruders = 2;
        Descriptor mine = sign();
        assertEquals(List.of(THEIRS.digest(), mine.digest()), listed());
    }

    @Test
    void whereTheRegistryKnowsConditionsNothingIsOverwritten() throws IOException {
        index = ImageIndex.of(List.of(SUBJECT)).toJson();
        knowsConditions = true;
        intruders = 1;
        Descriptor mine = sign();
        assertEquals(List.of(THEIRS.digest(), mine.digest()), listed());
    }

    @Test
    void aDeletedManifestLeavesTheList() throws IOException {
        index = ImageIndex.of(List.of(THEIRS)).toJson();
        Descriptor mine = sign();
        place().delete(place().name().withDigest(mine.digest()));
        assertEquals(List.of(THEIRS.digest()), listed());
    }

    @Test
    void theListGoesWithItsLastEntry() throws IOException {
        Descriptor mine = sign();
        place().delete(place().name().withDigest(mine.digest()));
        assertEquals(0, index.length);
        deletes = false;
        mine = sign();
        place().delete(place().name().withDigest(mine.digest()));
        assertTrue(listed().isEmpty());
    }
}
