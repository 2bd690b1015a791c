package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the value of {@code RUN --mount}. */
final class MountParser {
    private static final List<String> TYPES = List.of("bind", "cache", "tmpfs", "secret", "ssh");
    private static final List<String> KEYS =
            List.of(
                    "type",
                    "from",
                    "source",
                    "src",
                    "target",
                    "dst",
                    "destination",
                    "readonly",
                    "ro",
                    "readwrite",
                    "rw",
                    "id",
                    "sharing",
                    "required",
                    "size",
                    "mode",
                    "uid",
                    "gid",
                    "env");

    private final String csv;
    private final Map<String, String> options;
    private final String type;

    private MountParser(String csv, Map<String, String> options) {
        this.csv = csv;
        this.options = options;
        this.type = options.getOrDefault("type", "bind").toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            throw unsupported("type", options.getOrDefault("type", ""), TYPES);
        }
    }

    static RunMount parse(String csv, Expansion expansion) {
        return new MountParser(csv, options(csv, expansion)).mount();
    }

    /**
     * The {@code from} of a mount; it needs no expansion because none is allowed in it.
     *
     * @throws SyntaxException when it has a variable
     */
    static Optional<String> from(String csv) {
        for (String field : Csv.fields(csv)) {
            if (field.length() > 5 && field.substring(0, 5).equalsIgnoreCase("from=")) {
                String from = field.substring(5);
                refuseVariable(from);
                return Optional.of(from);
            }
        }
        return Optional.empty();
    }

    private static void refuseVariable(String from) {
        int dollar = from.indexOf('$');
        if (dollar >= 0 && dollar < from.length() - 1) {
            throw new SyntaxException(
                    "from="
                            + from
                            + " in --mount cannot have a variable: name the image in a stage of its"
                            + " own (FROM "
                            + from
                            + " AS name) and use from=name");
        }
    }

    private static Map<String, String> options(String csv, Expansion expansion) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String field : Csv.fields(csv)) {
            int equals = field.indexOf('=');
            String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
            if (!KEYS.contains(key)) {
                throw unexpected(key, field, csv);
            }
            String value;
            if (equals >= 0) {
                value = field.substring(equals + 1);
                if (key.equals("from")) {
                    refuseVariable(value);
                }
                value = expansion.word(value);
            } else if (isFlag(key)) {
                value = "true";
            } else {
                throw new SyntaxException(
                        "'" + field + "' in --mount=" + csv + " needs a value: " + key + "=...");
            }
            options.put(
                    canonical(key),
                    key.equals("rw") || key.equals("readwrite")
                            ? Boolean.toString(!bool(key, value))
                            : value);
        }
        return options;
    }

    private static boolean isFlag(String key) {
        return switch (key) {
            case "readonly", "ro", "readwrite", "rw", "required" -> true;
            default -> false;
        };
    }

    private static String canonical(String key) {
        return switch (key) {
            case "src" -> "source";
            case "dst", "destination" -> "target";
            case "ro", "rw", "readwrite" -> "readonly";
            default -> key;
        };
    }

    private RunMount mount() {
        return switch (type) {
            case "bind" -> bind();
            case "cache" -> cache();
            case "tmpfs" -> tmpfs();
            case "secret" -> secret();
            default -> ssh();
        };
    }

    private RunMount bind() {
        allow("from", "source", "target", "readonly");
        return new RunMount.Bind(
                given("from"), given("source").orElse("/"), neededTarget(), readOnly(true));
    }

    private RunMount cache() {
        allow("id", "target", "sharing", "from", "source", "readonly", "mode", "uid", "gid");
        String target = neededTarget();
        return new RunMount.Cache(
                given("id"),
                target,
                sharing(),
                readOnly(false),
                given("from"),
                given("source"),
                mode(),
                number("uid"),
                number("gid"));
    }

    private RunMount tmpfs() {
        allow("target", "size", "readonly");
        OptionalLong size =
                given("size")
                        .map(text -> OptionalLong.of(ByteSize.parse("size", text)))
                        .orElse(OptionalLong.empty());
        return new RunMount.Tmpfs(neededTarget(), size);
    }

    private RunMount secret() {
        allow("id", "source", "target", "env", "required", "readonly", "mode", "uid", "gid");
        Optional<String> target = given("target");
        Optional<String> source = given("source");
        if (source.isPresent() && given("id").isPresent()) {
            throw new SyntaxException("both id and source are given in --mount=" + csv);
        }
        String id =
                source.or(() -> given("id"))
                        .or(() -> target.map(UnixPath::base))
                        .orElseThrow(() ->
                                new SyntaxException(
                                        "the secret mount --mount="
                                                + csv
                                                + " needs an id or a target"));
        Optional<String> variable =
                options.containsKey("env") ? Optional.of(options.get("env")) : Optional.empty();
        Optional<String> name = variable.map(text -> text.isEmpty() ? id : text);
        Optional<String> file =
                name.isPresent()
                        ? target
                        : Optional.of(target.orElse("/run/secrets/" + UnixPath.base(id)));
        return new RunMount.Secret(
                id, file, name, required(), mode(), number("uid"), number("gid"));
    }

    private RunMount ssh() {
        allow("id", "target", "required", "readonly", "mode", "uid", "gid");
        return new RunMount.Ssh(
                given("id").orElse("default"),
                given("target"),
                required(),
                mode(),
                number("uid"),
                number("gid"));
    }

    private void allow(String... keys) {
        List<String> allowed = List.of(keys);
        for (String key : options.keySet()) {
            if (!key.equals("type") && !allowed.contains(key)) {
                throw new SyntaxException(
                        "'"
                                + key
                                + "' does not belong to a mount of type "
                                + type
                                + " in --mount="
                                + csv);
            }
        }
    }

    private Optional<String> given(String key) {
        return Optional.ofNullable(options.get(key)).filter(value -> !value.isEmpty());
    }

    private String neededTarget() {
        String target =
                given("target")
                        .orElseThrow(
                                () -> new SyntaxException("--mount=" + csv + " needs a target"));
        if (UnixPath.clean(target).equals("/")) {
            throw new SyntaxException("invalid mount target \"/\" in --mount=" + csv);
        }
        return target;
    }

    private boolean readOnly(boolean otherwise) {
        String value = options.get("readonly");
        return value == null ? otherwise : bool("readonly", value);
    }

    private boolean required() {
        String value = options.get("required");
        return value != null && bool("required", value);
    }

    private RunMount.Sharing sharing() {
        String value = options.getOrDefault("sharing", "shared");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "shared" -> RunMount.Sharing.SHARED;
            case "private" -> RunMount.Sharing.PRIVATE;
            case "locked" -> RunMount.Sharing.LOCKED;
            default -> throw unsupported("sharing", value, List.of("shared", "private", "locked"));
        };
    }

    private OptionalInt mode() {
        String value = options.get("mode");
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            int mode = Integer.parseUnsignedInt(value, 8);
            if (mode >= 0 && mode <= 07777 && !value.startsWith("+")) {
                return OptionalInt.of(mode);
            }
        } catch (NumberFormatException _) {
            // reported below
        }
        throw new SyntaxException(
                "mode=" + value + " in --mount is not an octal number up to 7777");
    }

    private OptionalInt number(String key) {
        String value = options.get(key);
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && !value.startsWith("+")) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException _) {
            // reported below
        }
        throw new SyntaxException(key + "=" + value + " in --mount is not a number");
    }

    private static boolean bool(String key, String value) {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default ->
                    throw new SyntaxException(
                            key + "=" + value + " in --mount is neither true nor false");
        };
    }

    private static SyntaxException unexpected(String key, String field, String csv) {
        String hint =
                Suggestion.nearest(key, KEYS)
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse("");
        return new SyntaxException(
                "unexpected key '" + key + "' in '" + field + "' of --mount=" + csv + hint);
    }

    private static SyntaxException unsupported(String key, String value, List<String> options) {
        String hint =
                Suggestion.nearest(value, options)
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse("");
        return new SyntaxException(
                key
                        + "="
                        + value
                        + " in --mount is not one of "
                        + String.join(", ", options)
                        + hint);
    }
}
