package dev.cooper.trust.attachment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.store.LocalStore;
import dev.cooper.store.OciLayout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class LayoutAttachmentsTest {
    private static final int SIGNERS = 10;
    private static final Reference NAME = Reference.parse("registry.example/shop");

    @TempDir Path directory;

    private static Descriptor image() {
        return Descriptor.of(MediaTypes.OCI_MANIFEST, new byte[] {'i'});
    }

    private List<LayoutAttachments> homes() throws IOException {
        return List.of(
                LayoutAttachments.of(OciLayout.create(directory.resolve("layout")), NAME),
                LayoutAttachments.of(LocalStore.open(directory.resolve("store")), NAME));
    }

    @Test
    void whoAddToOneTagAtTheSameTimeLoseNothing()
            throws IOException, InterruptedException, ExecutionException {
        for (LayoutAttachments home : homes()) {
            try (ExecutorService all = Executors.newFixedThreadPool(SIGNERS)) {
                List<Future<?>> each = new ArrayList<>();
                for (int i = 0; i < SIGNERS; i++) {
                    byte[] blob = {(byte) i};
                    each.add(
                            all.submit(() -> {
                                home.append(image().digest(), "sig", "text/plain", blob, Map.of());
                                return home.attach(image(), "text/plain", blob, Map.of());
                            }));
                }
                for (Future<?> one : each) {
                    one.get();
                }
            }
            ImageManifest tagged = home.tagged(image().digest(), "sig").orElseThrow();
            assertEquals(SIGNERS, tagged.layers().size());
            assertEquals(SIGNERS, home.referrers(image().digest()).size());
        }
    }

    @Test
    void whatIsAttachedIsListedOnceAndTakenAwayAgain() throws IOException {
        for (LayoutAttachments home : homes()) {
            byte[] blob = {'b'};
            home.append(image().digest(), "att", "text/plain", blob, Map.of());
            home.append(image().digest(), "att", "text/plain", blob, Map.of());
            assertEquals(1, home.tagged(image().digest(), "att").orElseThrow().layers().size());
            assertTrue(home.tagged(image().digest(), "sig").isEmpty());
            assertTrue(home.remove(image().digest(), "att"));
            assertFalse(home.remove(image().digest(), "att"));

            Descriptor one = home.attach(image(), "text/plain", blob, Map.of());
            assertEquals(
                    List.of(one.digest()),
                    home.referrers(image().digest()).stream().map(Descriptor::digest).toList());
            home.remove(one);
            assertEquals(List.of(), home.referrers(image().digest()));
        }
    }
}
