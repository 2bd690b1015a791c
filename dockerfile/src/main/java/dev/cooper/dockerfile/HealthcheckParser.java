package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads HEALTHCHECK. */
final class HealthcheckParser {
    private static final List<String> FLAGS =
            List.of("interval", "timeout", "start-period", "start-interval", "retries");
    private static final long MILLISECOND = 1_000_000L;

    private HealthcheckParser() {}

    static Instruction parse(InstructionParser parser) {
        Flags flags = parser.flags();
        Word rest = flags.rest();
        String text = rest.text();
        int end = 0;
        while (end < text.length() && !Blank.is(text.charAt(end))) {
            end++;
        }
        String kind = text.substring(0, end).toUpperCase(Locale.ROOT);
        Word command = rest.from(end);
        return switch (kind) {
            case "NONE" -> none(parser, command);
            case "CMD" -> command(parser, command);
            case "" -> throw parser.error("HEALTHCHECK needs CMD and a command, or NONE");
            default ->
                    throw parser.error(
                            rest.offset(),
                            "HEALTHCHECK " + text.substring(0, end) + " is neither CMD nor NONE");
        };
    }

    private static Instruction none(InstructionParser parser, Word command) {
        parser.flags().check(List.of(), List.of());
        if (!command.text().isEmpty()) {
            throw parser.error(command.offset(), "HEALTHCHECK NONE takes no arguments");
        }
        return new Instruction.Healthcheck(parser.origin(), List.of("NONE"), 0, 0, 0, 0, 0);
    }

    private static Instruction command(InstructionParser parser, Word command) {
        Flags flags = parser.flags();
        flags.check(FLAGS, List.of());
        return new Instruction.Healthcheck(
                parser.origin(),
                test(parser, command),
                duration(flags, "interval"),
                duration(flags, "timeout"),
                duration(flags, "start-period"),
                duration(flags, "start-interval"),
                retries(flags));
    }

    private static List<String> test(InstructionParser parser, Word command) {
        Optional<List<String>> exec = parser.json(command);
        if (command.text().isEmpty() || exec.filter(List::isEmpty).isPresent()) {
            throw parser.error("HEALTHCHECK CMD needs a command");
        }
        List<String> test = new ArrayList<>();
        test.add(exec.isPresent() ? "CMD" : "CMD-SHELL");
        test.addAll(exec.orElse(List.of(command.text())));
        return test;
    }

    private static long duration(Flags flags, String flag) {
        Optional<String> value = flags.value(flag);
        if (value.isEmpty()) {
            return 0;
        }
        long nanos = Durations.nanos(value.get());
        if (nanos == Durations.INVALID) {
            throw flags.error(
                    flag,
                    "--" + flag + "=" + value.get() + " is not a duration such as 30s or 1m30s",
                    "");
        }
        if (nanos != 0 && nanos < MILLISECOND) {
            throw flags.error(flag, "--" + flag + "=" + value.get() + " is less than 1ms", "");
        }
        return nanos;
    }

    private static int retries(Flags flags) {
        Optional<String> value = flags.value("retries");
        if (value.isEmpty()) {
            return 0;
        }
        try {
            int retries = Integer.parseInt(value.get());
            if (retries >= 0) {
                return retries;
            }
        } catch (NumberFormatException _) {
            // reported below
        }
        throw flags.error("retries", "--retries=" + value.get() + " is not a number from 0", "");
    }
}
