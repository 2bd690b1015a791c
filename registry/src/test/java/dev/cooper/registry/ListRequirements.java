package dev.cooper.registry;

import static dev.cooper.registry.Requirements.assertError;
import static dev.cooper.registry.Requirements.assertStatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What lists must do, and what holds everywhere (end points 1 and 8). */
interface ListRequirements extends Requirements {
    @Test
    default void r1TheBaseAnswersAndNamesTheProtocol() {
        HttpResponse<byte[]> answer = registry().get("/v2/");
        assertStatus(200, answer);
        assertEquals(
                "registry/2.0", TestRegistry.header(answer, "Docker-Distribution-API-Version"));
    }

    @Test
    default void r8TagsAreListedInOrderAndByPages() {
        for (String tag : List.of("b", "a", "C", "d1")) {
            pushImage("r8", tag, "tags");
        }
        assertEquals(
                "{\"name\":\"r8\",\"tags\":[\"C\",\"a\",\"b\",\"d1\"]}",
                new String(registry().get("/v2/r8/tags/list").body(), StandardCharsets.UTF_8));
        HttpResponse<byte[]> first = registry().get("/v2/r8/tags/list?n=3");
        assertEquals(
                "{\"name\":\"r8\",\"tags\":[\"C\",\"a\",\"b\"]}",
                new String(first.body(), StandardCharsets.UTF_8));
        String link = TestRegistry.header(first, "Link");
        assertTrue(link.endsWith(">; rel=\"next\""), link);
        HttpResponse<byte[]> second = registry().get(link.substring(1, link.indexOf('>')));
        assertEquals(
                "{\"name\":\"r8\",\"tags\":[\"d1\"]}",
                new String(second.body(), StandardCharsets.UTF_8));
        assertTrue(second.headers().firstValue("Link").isEmpty());
        assertEquals(
                "{\"name\":\"r8\",\"tags\":[\"b\",\"d1\"]}",
                new String(
                        registry().get("/v2/r8/tags/list?last=a").body(), StandardCharsets.UTF_8));
    }

    @Test
    default void r8NoTagsAtAllMayBeAskedFor() {
        pushImage("r8/zero", "a", "tags");
        HttpResponse<byte[]> none = registry().get("/v2/r8/zero/tags/list?n=0");
        assertEquals(
                "{\"name\":\"r8/zero\",\"tags\":[]}",
                new String(none.body(), StandardCharsets.UTF_8));
        assertTrue(none.headers().firstValue("Link").isEmpty());
        assertError(404, "NAME_UNKNOWN", registry().get("/v2/r8/nothing/tags/list"));
        assertError(400, "PAGINATION_NUMBER_INVALID", registry().get("/v2/r8/zero/tags/list?n=-1"));
    }

    @Test
    default void r8TheCatalogIsListedByPages() {
        pushImage("r8cat/a", "x", "catalog");
        pushImage("r8cat/b", "x", "catalog");
        HttpResponse<byte[]> page = registry().get("/v2/_catalog?last=r8cat&n=1");
        assertEquals(
                "{\"repositories\":[\"r8cat/a\"]}",
                new String(page.body(), StandardCharsets.UTF_8));
        String link = TestRegistry.header(page, "Link");
        assertEquals("</v2/_catalog?last=r8cat%2Fa&n=1>; rel=\"next\"", link);
    }

    @Test
    default void namesOutsideTheGrammarAreRefused() {
        Digest digest = Digest.sha256(BLOB);
        for (String name : List.of("UPPER", "a//b", "a..b", "-a", "a_", "a/-b", "a%2e%2e/b")) {
            int status = registry().get("/v2/" + name + "/blobs/" + digest).statusCode();
            assertTrue(status == 400 || status == 404, name + ": " + status);
        }
        assertError(
                400,
                "NAME_INVALID",
                registry().get("/v2/" + "a".repeat(256) + "/manifests/latest"));
    }

    @Test
    default void methodsThatAnAddressDoesNotTakeAreNamed() {
        HttpResponse<byte[]> answer = registry().send("PUT", "/v2/x/blobs/uploads/", NOTHING);
        assertError(405, "UNSUPPORTED", answer);
        assertEquals("POST", TestRegistry.header(answer, "Allow"));
    }
}
