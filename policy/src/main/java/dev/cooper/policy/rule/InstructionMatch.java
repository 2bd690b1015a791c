package dev.cooper.policy.rule;

import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An instruction as a Dockerfile has it, such as {@code USER root}, with {@code *} and {@code ?}.
 *
 * @param keyword in upper case
 * @param operand pattern of all behind it
 */
record InstructionMatch(String keyword, Wildcard operand) implements Condition {
    private static final Set<String> KEYWORDS =
            Set.of(
                    "ADD",
                    "ARG",
                    "CMD",
                    "COPY",
                    "ENTRYPOINT",
                    "ENV",
                    "EXPOSE",
                    "FROM",
                    "HEALTHCHECK",
                    "LABEL",
                    "MAINTAINER",
                    "ONBUILD",
                    "RUN",
                    "SHELL",
                    "STOPSIGNAL",
                    "USER",
                    "VOLUME",
                    "WORKDIR");

    static Optional<InstructionMatch> parse(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        return parts.length == 2 && KEYWORDS.contains(parts[0])
                ? Optional.of(new InstructionMatch(parts[0], new Wildcard(parts[1])))
                : Optional.empty();
    }

    @Override
    public Optional<String> against(Facts facts, Request request) throws IOException {
        if (keyword.equals("USER")) {
            return ofUser(facts.config().config().user());
        }
        for (Instructions.Line line : Instructions.of(facts)) {
            if (line.keyword().equals(keyword) && operand.matches(line.operand())) {
                return Optional.of("the image has " + keyword + " " + line.operand());
            }
        }
        return Optional.empty();
    }

    /** Who it runs as is what counts; an image that names nobody runs as root. */
    private Optional<String> ofUser(String user) {
        String name = user.indexOf(':') < 0 ? user : user.substring(0, user.indexOf(':'));
        boolean root = name.isEmpty() || name.equals("root") || isZero(name);
        String wanted = operand.pattern().toLowerCase(Locale.ROOT);
        if (root && (wanted.equals("root") || isZero(wanted) || operand.matches("root"))) {
            return Optional.of("the image runs as root");
        }
        return operand.matches(user) || operand.matches(name)
                ? Optional.of("the image runs as " + user)
                : Optional.empty();
    }

    private static boolean isZero(String number) {
        return !number.isEmpty() && number.chars().allMatch(c -> c == '0');
    }
}
