package dev.cooper.trust.notation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class TrustPolicyTest {
    private static TrustPolicy parse(String rules) {
        return TrustPolicy.parse(
                ("{\"version\":\"1.0\",\"trustPolicies\":[" + rules + "]}")
                        .getBytes(StandardCharsets.UTF_8),
                "policy.json");
    }

    private static String rule(String name, String scopes, String verification, String rest) {
        return "{\"name\":\""
                + name
                + "\",\"registryScopes\":["
                + scopes
                + "],\"signatureVerification\":{"
                + verification
                + "}"
                + rest
                + "}";
    }

    private static final String REST = ",\"trustStores\":[\"ca:a\"],\"trustedIdentities\":[\"*\"]";
    private static final String STRICT = "\"level\":\"strict\"";

    private static void refused(String why, String... rules) {
        SyntaxException e =
                assertThrows(SyntaxException.class, () -> parse(String.join(",", rules)));
        assertEquals("policy.json: " + why, e.getMessage());
    }

    @Test
    void anExactScopeGoesBeforeTheOneForAll() {
        TrustPolicy policy =
                parse(
                        rule("all", "\"*\"", STRICT, REST)
                                + ","
                                + rule("shop", "\"r.example/shop\"", "\"level\":\"skip\"", ""));
        assertEquals("shop", policy.of(Reference.parse("r.example/shop:1")).orElseThrow().name());
        assertEquals("all", policy.of(Reference.parse("r.example/shop/more")).orElseThrow().name());
    }

    @Test
    void policiesThatContradictThemselvesAreRefused() {
        refused("trustPolicies is empty");
        refused("policy \"a\": registryScopes is empty", rule("a", "", STRICT, REST));
        refused(
                "policy \"a\": registryScopes has * and others",
                rule("a", "\"*\",\"r.example/x\"", STRICT, REST));
        refused(
                "registry scope * is in more than one policy",
                rule("a", "\"*\"", STRICT, REST),
                rule("b", "\"*\"", STRICT, REST));
        refused(
                "two policies have the name \"a\"",
                rule("a", "\"*\"", STRICT, REST),
                rule("a", "\"r.example/x\"", STRICT, REST));
        refused(
                "policy \"a\": level is \"loose\", want strict, permissive, audit or skip",
                rule("a", "\"*\"", "\"level\":\"loose\"", REST));
        refused(
                "policy \"a\": trustStores and trustedIdentities must not be empty",
                rule("a", "\"*\"", STRICT, ""));
        refused(
                "policy \"a\": level skip goes with neither trustStores nor trustedIdentities",
                rule("a", "\"*\"", "\"level\":\"skip\"", REST));
        refused(
                "policy \"a\": override: \"integrity\" cannot be overridden; there are"
                        + " authenticity, authenticTimestamp, expiry, revocation",
                rule("a", "\"*\"", STRICT + ",\"override\":{\"integrity\":\"log\"}", REST));
        refused(
                "policy \"a\": override: expiry cannot be skipped",
                rule("a", "\"*\"", STRICT + ",\"override\":{\"expiry\":\"skip\"}", REST));
        refused(
                "policy \"a\": the trust store \"a\" has no type; write ca:a",
                rule(
                        "a",
                        "\"*\"",
                        STRICT,
                        ",\"trustStores\":[\"a\"],\"trustedIdentities\":[\"*\"]"));
        refused(
                "policy \"a\": trusted identity \"x509.subject: C=DE, O=Shop\" must have at least"
                        + " C, ST and O",
                rule(
                        "a",
                        "\"*\"",
                        STRICT,
                        ",\"trustStores\":[\"ca:a\"],\"trustedIdentities\":[\"x509.subject: C=DE,"
                                + " O=Shop\"]"));
    }
}
