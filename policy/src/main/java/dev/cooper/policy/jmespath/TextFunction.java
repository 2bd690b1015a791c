package dev.cooper.policy.jmespath;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.GoDuration;
import dev.cooper.policy.document.Wildcard;

import io.burt.jmespath.Adapter;
import io.burt.jmespath.JmesPathType;
import io.burt.jmespath.function.ArgumentConstraint;
import io.burt.jmespath.function.ArgumentConstraints;
import io.burt.jmespath.function.BaseFunction;
import io.burt.jmespath.function.Function;
import io.burt.jmespath.function.FunctionArgument;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A function of Kyverno whose arguments are texts or numbers. */
final class TextFunction extends BaseFunction {
    private final Body body;

    private TextFunction(String name, int least, int most, Body body) {
        super(name, ArgumentConstraints.listOf(least, most + 1, textOrNumber()));
        this.body = body;
    }

    private static ArgumentConstraint textOrNumber() {
        return ArgumentConstraints.typeOf(JmesPathType.STRING, JmesPathType.NUMBER);
    }

    /** What it does: the result is a text, a truth value or a list of texts. */
    private interface Body {
        Object of(List<String> arguments);
    }

    static Function[] all(Instant now) {
        return new Function[] {
            new TextFunction("regex_match", 2, 2, a -> pattern(a.get(0)).matcher(a.get(1)).find()),
            new TextFunction(
                    "regex_replace_all",
                    3,
                    3,
                    a -> new Replacement(pattern(a.get(0)), a.get(2)).in(a.get(1))),
            new TextFunction(
                    "regex_replace_all_literal",
                    3,
                    3,
                    a ->
                            new Replacement(pattern(a.get(0)), a.get(2).replace("$", "$$"))
                                    .in(a.get(1))),
            new TextFunction("replace_all", 3, 3, a -> a.get(0).replace(a.get(1), a.get(2))),
            new TextFunction(
                    "trim_prefix",
                    2,
                    2,
                    a ->
                            a.get(0).startsWith(a.get(1))
                                    ? a.get(0).substring(a.get(1).length())
                                    : a.get(0)),
            new TextFunction(
                    "semver_compare", 2, 2, a -> SemanticVersion.parse(a.get(0)).isIn(a.get(1))),
            new TextFunction("path_canonicalize", 1, 1, a -> canonical(a.get(0))),
            new TextFunction("image_normalize", 1, 1, a -> image(a.get(0))),
            new TextFunction(
                    "sha256",
                    1,
                    1,
                    a -> Digest.sha256(a.get(0).getBytes(StandardCharsets.UTF_8)).hex()),
            new TextFunction("pattern_match", 2, 2, a -> new Wildcard(a.get(0)).matches(a.get(1))),
            new TextFunction("to_upper", 1, 1, a -> a.get(0).toUpperCase(Locale.ROOT)),
            new TextFunction("to_lower", 1, 1, a -> a.get(0).toLowerCase(Locale.ROOT)),
            new TextFunction("trim", 2, 2, a -> trim(a.get(0), a.get(1))),
            new TextFunction(
                    "split", 2, 2, a -> Arrays.asList(a.get(0).split(Pattern.quote(a.get(1)), -1))),
            new TextFunction("equal_fold", 2, 2, a -> a.get(0).equalsIgnoreCase(a.get(1))),
            new TextFunction("base64_encode", 1, 1, a -> encoded(a.get(0))),
            new TextFunction("base64_decode", 1, 1, a -> decoded(a.get(0))),
            new TextFunction("time_since", 3, 3, a -> since(a, now)),
            new TextFunction("time_now_utc", 0, 0, _ -> now.toString()),
            new TextFunction("time_now", 0, 0, _ -> now.toString()),
            new TextFunction("time_before", 2, 2, a -> time(a.get(0)).isBefore(time(a.get(1)))),
            new TextFunction("time_after", 2, 2, a -> time(a.get(0)).isAfter(time(a.get(1)))),
            new TextFunction(
                    "time_between",
                    3,
                    3,
                    a ->
                            time(a.get(0)).isAfter(time(a.get(1)))
                                    && time(a.get(0)).isBefore(time(a.get(2)))),
            new TextFunction("time_utc", 1, 1, a -> time(a.get(0))),
            new TextFunction("time_add", 2, 2, a -> time(a.get(0)).plus(duration(a.get(1)))),
            new TextFunction("time_diff", 2, 2, a -> between(time(a.get(0)), time(a.get(1)))),
        };
    }

    @Override
    protected <T> T callFunction(Adapter<T> runtime, List<FunctionArgument<T>> arguments) {
        Object result =
                body.of(arguments.stream().map(each -> runtime.toString(each.value())).toList());
        return switch (result) {
            case Boolean truth -> runtime.createBoolean(truth);
            case List<?> list ->
                    runtime.createArray(
                            list.stream()
                                    .map(each -> runtime.createString(String.valueOf(each)))
                                    .toList());
            default -> runtime.createString(String.valueOf(result));
        };
    }

    private static String canonical(String path) {
        try {
            return Path.of(path).normalize().toString();
        } catch (InvalidPathException e) {
            throw new SyntaxException("path_canonicalize: this is no path", e);
        }
    }

    /** As Kyverno compares names: with registry and tag, and without {@code library/}. */
    private static String image(String text) {
        Reference name = Reference.parse(text).withDefaultTag();
        String repository = name.repository();
        if (name.registry().equals(Reference.DOCKER_HUB)
                && repository.startsWith("library/")
                && !text.contains("library/")) {
            repository = repository.substring("library/".length());
        }
        return name.registry()
                + "/"
                + repository
                + name.digest()
                        .map(digest -> "@" + digest)
                        .orElse(name.tag().map(tag -> ":" + tag).orElse(""));
    }

    private static Duration duration(String text) {
        return GoDuration.parse(text)
                .orElseThrow(() -> new SyntaxException("\"" + text + "\" is no duration"));
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new SyntaxException("\"" + text + "\" is no regular expression", e);
        }
    }

    private static String trim(String text, String characters) {
        int begin = 0;
        int end = text.length();
        while (begin < end && characters.indexOf(text.charAt(begin)) >= 0) {
            begin++;
        }
        while (end > begin && characters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("base64_decode: no base64", e);
        }
    }

    /** The layout comes first; only the usual one is known. An empty end is now. */
    private static String since(List<String> arguments, Instant now) {
        if (!arguments.getFirst().isEmpty()) {
            throw new SyntaxException("time_since: layouts of times are not known, leave it empty");
        }
        String end = arguments.get(2);
        return between(time(arguments.get(1)), end.isEmpty() ? now : time(end));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new SyntaxException(
                    "\"" + text + "\" is no time such as 2026-01-31T12:00:00Z", e);
        }
    }

    private static String between(Instant from, Instant to) {
        return GoDuration.text(Duration.between(from, to));
    }
}
