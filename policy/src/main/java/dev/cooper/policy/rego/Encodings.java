package dev.cooper.policy.rego;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Functions that write and read JSON, YAML, base64 and the like, and digests. */
final class Encodings {
    private Encodings() {}

    static void addTo(Map<String, Builtin> all) {
        all.put("json.marshal", given -> Value.of(Text.jsonOf(given.at(0))));
        all.put("json.unmarshal", given -> json(given.text(0)));
        all.put("json.is_valid", given -> isValid(given, Encodings::json));
        all.put("yaml.unmarshal", given -> yaml(given.text(0)));
        all.put("yaml.is_valid", given -> isValid(given, Encodings::yaml));
        all.put("base64.encode", given -> text(Base64.getEncoder(), given));
        all.put("base64.decode", given -> read(given.text(0), Base64.getDecoder()));
        all.put("base64.is_valid", given -> isValid(given, one -> bytes(one, Base64.getDecoder())));
        all.put("base64url.encode", given -> text(Base64.getUrlEncoder(), given));
        all.put(
                "base64url.encode_no_pad",
                given -> text(Base64.getUrlEncoder().withoutPadding(), given));
        all.put("base64url.decode", given -> read(given.text(0), Base64.getUrlDecoder()));
        all.put("hex.encode", given -> Value.of(HexFormat.of().formatHex(utf8(given.text(0)))));
        all.put("hex.decode", given -> hex(given.text(0)));
        all.put("urlquery.encode", given -> Value.of(query(given.text(0))));
        all.put("urlquery.decode", given -> unquery(given.text(0)));
        all.put("crypto.sha256", given -> Value.of(Digest.sha256(utf8(given.text(0))).hex()));
        all.put("semver.is_valid", given -> Value.of(Version.of(given.at(0)).isPresent()));
        all.put("semver.compare", Encodings::versions);
    }

    private interface Reads {
        Object from(String text);
    }

    private static Value isValid(Arguments given, Reads reads) {
        if (!(given.at(0) instanceof Value.Str it)) {
            return Values.FALSE;
        }
        try {
            return Value.of(reads.from(it.text()) != null);
        } catch (Undefined _) {
            return Values.FALSE;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Value json(String text) {
        try {
            return Value.ofJson(Json.parse(text));
        } catch (SyntaxException _) {
            throw Undefined.here();
        }
    }

    private static Value yaml(String text) {
        try {
            List<YamlNode> all = YamlNode.documents("yaml", utf8(text));
            return all.isEmpty() ? Values.NULL : Value.ofJson(all.getFirst().value());
        } catch (SyntaxException _) {
            throw Undefined.here();
        }
    }

    private static Value text(Base64.Encoder encoder, Arguments given) {
        return Value.of(encoder.encodeToString(utf8(given.text(0))));
    }

    private static byte[] bytes(String text, Base64.Decoder decoder) {
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException _) {
            throw Undefined.here();
        }
    }

    private static Value read(String text, Base64.Decoder decoder) {
        return decoded(bytes(text, decoder));
    }

    private static Value decoded(byte[] bytes) {
        try {
            return Value.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            throw Undefined.here();
        }
    }

    private static Value hex(String text) {
        try {
            return decoded(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException _) {
            throw Undefined.here();
        }
    }

    private static String query(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%7E", "~");
    }

    private static Value unquery(String text) {
        try {
            return Value.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            throw Undefined.here();
        }
    }

    private static Value versions(Arguments given) {
        Version one = Version.of(given.at(0)).orElseThrow(Undefined::here);
        Version two = Version.of(given.at(1)).orElseThrow(Undefined::here);
        return Value.of(Integer.signum(one.compareTo(two)));
    }
}
