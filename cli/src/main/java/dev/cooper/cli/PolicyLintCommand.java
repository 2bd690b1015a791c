package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.lint.Finding;
import dev.cooper.policy.lint.Finding.Severity;
import dev.cooper.policy.lint.Linter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code cooper policy lint}: says what in files about trust lets in more than is meant. */
final class PolicyLintCommand implements Command {
    static final String SUMMARY = "Find what lets in more than is meant, in policies and roots";

    @Override
    public Usage usage() {
        return Usage.of("cooper policy lint [OPTIONS] FILE...", SUMMARY)
                .value("format", 0, "string", "\"text\" or \"json\" (default \"text\")")
                .value(
                        "severity",
                        0,
                        "string",
                        "The least that is told, \"warning\" or \"error\" (default \"warning\")")
                .operands(1, Integer.MAX_VALUE)
                .details(
                        """
                        FILE is a policy of any kind, a trusted root, a signing config, a trust policy of
                        notation or the registration of a webhook, or a directory of such files. Nothing
                        is asked of anybody. The command fails when there are errors.\
                        """);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String format = options.value("format").orElse("text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new UsageException("--format takes text or json, not \"" + format + "\"");
        }
        Severity least = severity(options.value("severity").orElse("warning"));
        Linter linter = new Linter(Instant.now());
        List<Finding> found = new ArrayList<>();
        int files = 0;
        for (String operand : options.operands()) {
            for (Path file : PolicyFiles.files(Path.of(operand))) {
                found.addAll(linter.lint(file.toString(), PolicyFiles.content(file)));
                files++;
            }
        }
        found.removeIf(one -> one.severity().compareTo(least) < 0);
        long errors = found.stream().filter(one -> one.severity() == Severity.ERROR).count();
        if (format.equals("json")) {
            terminal.print(new String(json(found, errors), StandardCharsets.UTF_8) + "\n");
        } else {
            for (Finding one : found) {
                terminal.println(text(one));
            }
            terminal.println(
                    counted(files, "file")
                            + ": "
                            + counted(errors, "error")
                            + ", "
                            + counted(found.size() - errors, "warning"));
        }
        return errors == 0 ? 0 : 1;
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static Severity severity(String word) {
        return switch (word) {
            case "warning" -> Severity.WARNING;
            case "error" -> Severity.ERROR;
            default ->
                    throw new UsageException(
                            "--severity takes warning or error, not \"" + word + "\"");
        };
    }

    private static String word(Finding one) {
        return one.severity().name().toLowerCase(Locale.ROOT);
    }

    private static String text(Finding one) {
        String field = one.place().field();
        return clean(
                one.place()
                        + ": "
                        + word(one)
                        + " "
                        + one.rule()
                        + ": "
                        + (field.isEmpty() ? "" : field + ": ")
                        + one.message()
                        + "; "
                        + one.advice());
    }

    /** What others wrote must not move the cursor, nor begin lines. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return clean.toString();
    }

    private static byte[] json(List<Finding> found, long errors) {
        List<Object> list = new ArrayList<>();
        for (Finding one : found) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("severity", word(one));
            json.put("rule", one.rule());
            json.put("file", one.place().file());
            json.put("line", (long) one.place().line());
            json.put("column", (long) one.place().column());
            json.put("field", one.place().field());
            json.put("message", one.message());
            json.put("advice", one.advice());
            list.add(json);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("findings", list);
        json.put("errors", errors);
        json.put("warnings", found.size() - errors);
        return Json.prettyBytes(json, 2);
    }
}
