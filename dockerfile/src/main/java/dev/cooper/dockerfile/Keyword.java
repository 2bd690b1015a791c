package dev.cooper.dockerfile;

import java.util.List;

/** The names of the instructions. */
final class Keyword {
    /** All of them, in upper case and alphabetical order. */
    static final List<String> ALL =
            List.of(
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

    private Keyword() {}

    static String of(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Add _ -> "ADD";
            case Instruction.Arg _ -> "ARG";
            case Instruction.Cmd _ -> "CMD";
            case Instruction.Copy _ -> "COPY";
            case Instruction.Entrypoint _ -> "ENTRYPOINT";
            case Instruction.Env _ -> "ENV";
            case Instruction.Expose _ -> "EXPOSE";
            case Instruction.From _ -> "FROM";
            case Instruction.Healthcheck _ -> "HEALTHCHECK";
            case Instruction.Label _ -> "LABEL";
            case Instruction.Maintainer _ -> "MAINTAINER";
            case Instruction.Onbuild _ -> "ONBUILD";
            case Instruction.Run _ -> "RUN";
            case Instruction.Shell _ -> "SHELL";
            case Instruction.Stopsignal _ -> "STOPSIGNAL";
            case Instruction.User _ -> "USER";
            case Instruction.Volume _ -> "VOLUME";
            case Instruction.Workdir _ -> "WORKDIR";
        };
    }
}
