package dev.cooper.policy.rego;

import java.util.HashMap;
import java.util.Map;

/** How many values the functions of the language take. */
final class Arity {
    private static final Map<String, Integer> ALL = new HashMap<>();

    static {
        know(
                1,
                "abs round ceil floor to_number type_name is_null is_boolean is_number is_string"
                        + " is_array is_object is_set bits.negate trace count sum product max min"
                        + " sort all any array.reverse intersection union cast_array cast_set"
                        + " object.keys object.union_n lower upper trim_space strings.reverse"
                        + " regex.is_valid glob.quote_meta json.marshal json.unmarshal"
                        + " json.is_valid yaml.unmarshal yaml.is_valid base64.encode"
                        + " base64.decode base64.is_valid base64url.encode"
                        + " base64url.encode_no_pad base64url.decode hex.encode hex.decode"
                        + " urlquery.encode urlquery.decode crypto.sha256 semver.is_valid"
                        + " time.parse_rfc3339_ns time.parse_duration_ns time.date time.clock"
                        + " time.weekday time.format net.cidr_is_valid walk");
        know(
                2,
                "equal neq lt lte gt gte plus minus mul div rem or and bits.and bits.or bits.xor"
                        + " bits.lsh bits.rsh internal.member_2 array.concat numbers.range"
                        + " object.remove object.filter object.union object.subset json.filter"
                        + " json.remove graph.reachable startswith endswith contains"
                        + " strings.any_prefix_match strings.any_suffix_match concat split trim"
                        + " trim_left trim_right trim_prefix trim_suffix indexof indexof_n"
                        + " strings.count format_int sprintf strings.replace_n regex.match"
                        + " re_match regex.split semver.compare time.diff net.cidr_contains"
                        + " net.cidr_intersects");
        know(
                3,
                "internal.member_3 array.slice numbers.range_step object.get replace substring"
                        + " regex.replace regex.find_n regex.find_all_string_submatch_n"
                        + " glob.match");
        know(4, "time.add_date");
        know(0, "time.now_ns");
    }

    private Arity() {}

    private static void know(int count, String names) {
        for (String name : names.split(" ")) {
            ALL.put(name, count);
        }
    }

    /** How many a function takes; -1 when any number. */
    static int of(String name) {
        return ALL.getOrDefault(name, -1);
    }
}
