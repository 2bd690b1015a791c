package dev.cooper.build;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.Instruction;

import java.util.OptionalLong;

/**
 * The pretended time that a Dockerfile asks for with a global {@code ARG SOURCE_DATE_EPOCH=…}. A
 * build argument of that name, even an empty one, wins over it.
 */
final class DefaultEpoch {
    private static final String NAME = "SOURCE_DATE_EPOCH";

    private DefaultEpoch() {}

    static BuildRequest apply(BuildRequest request, Dockerfile dockerfile) {
        if (request.sourceDateEpoch().isPresent() || request.buildArgs().containsKey(NAME)) {
            return request;
        }
        BuildRequest result = request;
        for (Instruction.Arg arg : dockerfile.globalArgs()) {
            for (Instruction.Declaration declared : arg.declarations()) {
                if (declared.name().equals(NAME) && declared.defaultValue().isPresent()) {
                    result = result.withSourceDateEpoch(seconds(arg, declared));
                }
            }
        }
        return result;
    }

    private static OptionalLong seconds(Instruction.Arg arg, Instruction.Declaration declared) {
        String text = declared.defaultValue().orElse("");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 0) {
                return OptionalLong.of(seconds);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw arg.origin().error(NAME + " \"" + text + "\" is not a number of seconds since 1970");
    }
}
