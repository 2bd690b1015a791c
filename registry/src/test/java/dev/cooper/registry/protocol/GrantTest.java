package dev.cooper.registry.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.util.List;

class GrantTest {
    private static boolean covers(String pattern, String repository) {
        return Grant.parse(pattern + ":pull").allows(repository, "pull");
    }

    @Test
    void aStarStandsForOneComponentAndTwoForAny() {
        assertTrue(covers("team/*", "team/shop"));
        assertFalse(covers("team/*", "team"));
        assertFalse(covers("team/*", "team/shop/web"));
        assertFalse(covers("team/*", "teams/shop"));
        assertTrue(covers("team/**", "team/shop/web"));
        assertTrue(covers("**", "a/b/c"));
        assertTrue(covers("*", "a"));
        assertFalse(covers("*", "a/b"));
        assertTrue(covers("team/*-web", "team/shop-web"));
        assertTrue(covers("**/web", "a/b/web"));
        assertTrue(covers("team/shop", "team/shop"));
        assertFalse(covers("team/shop", "team/shop2"));
    }

    @Test
    void actionsAreListedOrAll() {
        Grant grant = Grant.parse("team/*:push,pull");
        assertEquals("team/*:pull,push", grant.toString());
        assertFalse(grant.allows("team/shop", "delete"));
        assertTrue(Grant.parse("team/*:*").allows("team/shop", "delete"));
    }

    @Test
    void whatIsNoRightIsRefused() {
        for (String text :
                List.of("", "team/*", "team/*:", "team/*:read", ":pull", "Team:pull", "a b:pull")) {
            assertThrows(SyntaxException.class, () -> Grant.parse(text), text);
        }
        assertThrows(SyntaxException.class, () -> Grant.parse("*a".repeat(20) + ":pull"));
    }
}
