package dev.cooper.registry;

import static dev.cooper.registry.Requirements.assertError;
import static dev.cooper.registry.Requirements.assertStatus;
import static dev.cooper.registry.Requirements.bytes;
import static dev.cooper.registry.Requirements.descriptor;
import static dev.cooper.registry.Requirements.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What referrers must do (end point 12). */
interface ReferrersRequirements extends Requirements {
    @Test
    default void r12ReferrersAreListedFilteredAndPaged() {
        Digest subject = Digest.sha256(bytes("a manifest that is pushed later"));
        byte[] sbom = referrer("r12", subject, "application/x.sbom", "a");
        byte[] signature = referrer("r12", subject, "application/x.signature", "b");
        for (byte[] manifest : List.of(sbom, signature)) {
            HttpResponse<byte[]> pushed =
                    registry()
                            .putManifest(
                                    "r12",
                                    Digest.sha256(manifest).toString(),
                                    MediaTypes.OCI_MANIFEST,
                                    manifest);
            assertStatus(201, pushed);
            assertEquals(subject.toString(), TestRegistry.header(pushed, "OCI-Subject"));
        }
        String path = "/v2/r12/referrers/" + subject;
        assertEquals(2, manifests(registry().get(path)).size());
        HttpResponse<byte[]> filtered = registry().get(path + "?artifactType=application/x.sbom");
        assertEquals("artifactType", TestRegistry.header(filtered, "OCI-Filters-Applied"));
        Map<?, ?> only = (Map<?, ?>) manifests(filtered).getFirst();
        assertEquals(1, manifests(filtered).size());
        assertEquals(Digest.sha256(sbom).toString(), only.get("digest"));
        assertEquals("application/x.sbom", only.get("artifactType"));
        assertEquals(Map.of("note", "a"), only.get("annotations"));
        assertEquals((long) sbom.length, only.get("size"));
        HttpResponse<byte[]> page = registry().get(path + "?n=1");
        assertEquals(1, manifests(page).size());
        String link = TestRegistry.header(page, "Link");
        HttpResponse<byte[]> rest = registry().get(link.substring(1, link.indexOf('>')));
        assertEquals(1, manifests(rest).size());
        assertFalse(rest.headers().firstValue("Link").isPresent());
        assertFalse(Arrays.equals(page.body(), rest.body()));
    }

    @Test
    default void r12ReferrersOfNothingAreNone() {
        assertEquals(
                List.of(),
                manifests(registry().get("/v2/never/heard/referrers/" + Digest.sha256(BLOB))));
        assertError(400, "DIGEST_INVALID", registry().get("/v2/r12/referrers/sha256:short"));
    }

    @Test
    default void r12ReferrersUnderAFallbackTagAreListedToo() {
        Digest subject = pushImage("r12/old", "x", "subject");
        Digest noted = pushImage("r12/old", "y", "noted by a client");
        byte[] index =
                Json.write(
                        Map.of(
                                "schemaVersion",
                                2,
                                "mediaType",
                                MediaTypes.OCI_INDEX,
                                "manifests",
                                List.of(descriptor(MediaTypes.OCI_MANIFEST, noted, 1))));
        assertStatus(
                201,
                registry()
                        .putManifest(
                                "r12/old", "sha256-" + subject.hex(), MediaTypes.OCI_INDEX, index));
        List<?> listed = manifests(registry().get("/v2/r12/old/referrers/" + subject));
        assertEquals(noted.toString(), ((Map<?, ?>) listed.getFirst()).get("digest"));
    }

    @Test
    default void r12ADeletedReferrerIsNotListed() {
        Digest subject = pushImage("r12/deleted", "x", "subject");
        byte[] manifest = referrer("r12/deleted", subject, "application/x.sbom", "gone");
        registry().putManifest("r12/deleted", "s", MediaTypes.OCI_MANIFEST, manifest);
        registry().delete("/v2/r12/deleted/manifests/" + Digest.sha256(manifest));
        assertEquals(List.of(), manifests(registry().get("/v2/r12/deleted/referrers/" + subject)));
    }
}
