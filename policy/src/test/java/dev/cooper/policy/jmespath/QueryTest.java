package dev.cooper.policy.jmespath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

class QueryTest {
    private static final Query QUERY = new Query(Instant.parse("2026-11-22T20:00:00Z"));

    private static String ask(String query) {
        Object document =
                Json.parse(
                        "{\"a\":{\"b\":1,\"c\":[1,2,3]},\"t\":\"x,y\",\"l\":{\"app\":\"web\"}}"
                                .getBytes(StandardCharsets.UTF_8));
        return Json.writeString(QUERY.ask(query, document));
    }

    @Test
    void theFunctionsOfKyvernoDoWhatItsDocumentationSays() {
        String[][] cases = {
            {"compare('a', 'b')", "-1"},
            {"replace('aaa', 'a', 'b', `2`)", "\"bba\""},
            {"replace_all('a.b.c', '.', '-')", "\"a-b-c\""},
            {"trim_prefix('docker://a', 'docker://')", "\"a\""},
            {"trim('--a--', '-')", "\"a\""},
            {"split(t, ',')", "[\"x\",\"y\"]"},
            {"regex_match('^v[0-9]+$', 'v12')", "true"},
            {"regex_replace_all('(a)b', 'ab', '${1}c')", "\"ac\""},
            {"regex_replace_all('(?P<x>a)', 'ab', '$x-${2}$$')", "\"a-$b\""},
            {"regex_replace_all_literal('(a)b', 'ab', '$1c')", "\"$1c\""},
            {"pattern_match('v*', 'v12')", "true"},
            {"label_match(l, `{\"app\":\"web\",\"b\":\"c\"}`)", "true"},
            {"label_match(`{\"app\":\"db\"}`, l)", "false"},
            {"to_boolean('TruE')", "true"},
            {"add(`1`, `2`)", "3"},
            {"add('1h', '30m')", "\"1h30m0s\""},
            {"sum(a.c)", "6"},
            {"subtract(`1`, `2.5`)", "-1.5"},
            {"multiply('10s', `6`)", "\"1m0s\""},
            {"divide(`7`, `2`)", "3.5"},
            {"divide('1h', '30m')", "2"},
            {"modulo(`7`, `4`)", "3"},
            {"round(`2.345`, `1`)", "2.3"},
            {"truncate('äöüß', `2`)", "\"äö\""},
            {"path_canonicalize('/a//b/../c')", "\"/a/c\""},
            {"semver_compare('1.2.3', '>=1.0.0 <2.0.0 || 3.x')", "true"},
            {"semver_compare('1.0.0-rc.1', '>=1.0.0')", "false"},
            {"semver_compare('3.4.5', '3.x')", "true"},
            {"parse_json('{\"a\":[1]}').a", "[1]"},
            {"parse_yaml('a: [1, b]').a", "[1,\"b\"]"},
            {"lookup(a, 'b')", "1"},
            {"lookup(a.c, `1`)", "2"},
            {"items(l, 'k', 'v')", "[{\"k\":\"app\",\"v\":\"web\"}]"},
            {"object_from_lists(`[\"x\",\"y\"]`, `[1]`)", "{\"x\":1,\"y\":null}"},
            {"image_normalize('nginx')", "\"docker.io/nginx:latest\""},
            {"sha256('a')", "\"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\""},
            {"base64_decode(base64_encode('a'))", "\"a\""},
            {"time_add('2026-11-22T20:00:00Z', '1h')", "\"2026-11-22T21:00:00Z\""},
            {"time_since('', '2026-11-22T19:30:00Z', '')", "\"30m0s\""},
            {"time_utc('2026-11-22T21:00:00+01:00')", "\"2026-11-22T20:00:00Z\""},
            {
                "time_between('2026-11-22T20:00:00Z', '2026-01-01T00:00:00Z',"
                        + " '2027-01-01T00:00:00Z')",
                "true"
            },
        };
        for (String[] each : cases) {
            assertEquals(each[1], ask(each[0]), each[0]);
        }
    }

    @Test
    void whatCannotBeWorkedOutIsSaidInOneSentence() {
        for (String query :
                List.of(
                        "divide(`1`, `0`)",
                        "add('1h', `1`)",
                        "to_boolean('maybe')",
                        "semver_compare('1', '>=1.0.0')",
                        "semver_compare('1.0.0', '~>1.0.0')",
                        "truncate('a', `-1`)",
                        "replace('a', '', 'b', `-1`)",
                        "parse_json('{')",
                        "parse_yaml('a: [')",
                        "lookup(`1`, 'a')",
                        "time_add('2026-11-22T20:00:00Z', 'long')",
                        "regex_match('(', 'a')",
                        "multiply('1h', '1h')",
                        "random('[a-z]')",
                        "a b")) {
            SyntaxException e = assertThrows(SyntaxException.class, () -> ask(query), query);
            assertTrue(String.valueOf(e.getMessage()).lines().count() == 1, e.getMessage());
        }
    }
}
