package dev.cooper.dockerfile;

import java.util.List;
import java.util.Optional;

/**
 * One instruction of a Dockerfile, as parsed: its values are not expanded.
 *
 * <p>{@link #expand} gives the same instruction with the values that a build uses.
 */
public sealed interface Instruction {

    /** Where it was written. */
    Origin origin();

    /** The instruction's name in upper case. */
    default String keyword() {
        return Keyword.of(this);
    }

    /** The place in the file. */
    default SourceRange range() {
        return origin().range();
    }

    /**
     * Replaces variables where the language allows it.
     *
     * <p>Unchanged: ARG (see {@link Arg#defaultValue}), RUN (see {@link Run#mounts(Expansion)}),
     * CMD, ENTRYPOINT, SHELL, HEALTHCHECK, ONBUILD and MAINTAINER.
     *
     * @throws DockerfileException when a word cannot be expanded or the result is not allowed
     */
    default Instruction expand(Expansion expansion) {
        return InstructionExpansion.expand(this, expansion);
    }

    /**
     * A key with its value.
     *
     * @param spaceSeparated true for the old form {@code ENV key value}
     */
    record Pair(String key, String value, boolean spaceSeparated) {}

    /** A build argument with the default that the file gives it. */
    record Declaration(String name, Optional<String> defaultValue) {}

    /**
     * FROM.
     *
     * @param name the stage's name in lower case
     * @param nameAsWritten the stage's name as it stands in the file
     */
    record From(
            Origin origin,
            String baseName,
            Optional<String> platform,
            Optional<String> name,
            Optional<String> nameAsWritten)
            implements Instruction {
        @Override
        public From expand(Expansion expansion) {
            return InstructionExpansion.from(this, expansion);
        }
    }

    /**
     * RUN.
     *
     * @param mountTexts the values of {@code --mount}; see {@link #mounts(Expansion)}
     * @param network {@code default}, {@code none} or {@code host}
     * @param security {@code sandbox} or {@code insecure}
     * @param devices the values of {@code --device}
     * @param heredocs all heredocs; already part of the command
     */
    record Run(
            Origin origin,
            List<String> mountTexts,
            Optional<String> network,
            Optional<String> security,
            List<String> devices,
            Command command,
            List<Heredoc> heredocs)
            implements Instruction {
        /** Copies the lists. */
        public Run {
            mountTexts = List.copyOf(mountTexts);
            devices = List.copyOf(devices);
            heredocs = List.copyOf(heredocs);
        }

        /**
         * The stages, contexts and images that the mounts take files from, in order; no variable is
         * allowed there, so a build can know them before anything runs.
         *
         * @throws DockerfileException when one has a variable
         */
        public List<String> mountFroms() {
            return InstructionExpansion.mountFroms(this);
        }

        /**
         * Parses and expands the mounts.
         *
         * @throws DockerfileException when a mount is wrong
         */
        public List<RunMount> mounts(Expansion expansion) {
            return InstructionExpansion.mounts(this, expansion);
        }
    }

    /** COPY. */
    record Copy(
            Origin origin,
            List<CopySource> sources,
            String destination,
            Optional<String> from,
            Optional<String> chown,
            Optional<String> chmod,
            boolean link,
            boolean parents,
            List<String> excludes)
            implements Instruction {
        /** Copies the lists. */
        public Copy {
            sources = List.copyOf(sources);
            excludes = List.copyOf(excludes);
        }

        @Override
        public Copy expand(Expansion expansion) {
            return InstructionExpansion.copy(this, expansion);
        }
    }

    /**
     * ADD.
     *
     * @param keepGitDir the value of {@code --keep-git-dir} when given
     * @param unpack the value of {@code --unpack} when given
     */
    record Add(
            Origin origin,
            List<CopySource> sources,
            String destination,
            Optional<String> chown,
            Optional<String> chmod,
            boolean link,
            Optional<Boolean> keepGitDir,
            Optional<String> checksum,
            Optional<Boolean> unpack,
            List<String> excludes)
            implements Instruction {
        /** Copies the lists. */
        public Add {
            sources = List.copyOf(sources);
            excludes = List.copyOf(excludes);
        }

        @Override
        public Add expand(Expansion expansion) {
            return InstructionExpansion.add(this, expansion);
        }
    }

    /** CMD. */
    record Cmd(Origin origin, Command command) implements Instruction {}

    /** ENTRYPOINT. */
    record Entrypoint(Origin origin, Command command) implements Instruction {}

    /** ENV. */
    record Env(Origin origin, List<Pair> pairs) implements Instruction {
        /** Copies the pairs. */
        public Env {
            pairs = List.copyOf(pairs);
        }

        @Override
        public Env expand(Expansion expansion) {
            return InstructionExpansion.env(this, expansion);
        }
    }

    /** LABEL. */
    record Label(Origin origin, List<Pair> pairs) implements Instruction {
        /** Copies the pairs. */
        public Label {
            pairs = List.copyOf(pairs);
        }

        @Override
        public Label expand(Expansion expansion) {
            return InstructionExpansion.label(this, expansion);
        }
    }

    /** ARG; each declaration may use the ones before it in the same instruction. */
    record Arg(Origin origin, List<Declaration> declarations) implements Instruction {
        /** Copies the declarations. */
        public Arg {
            declarations = List.copyOf(declarations);
        }

        /**
         * Expands the default of one declaration.
         *
         * @return empty when it has none
         * @throws DockerfileException when it cannot be expanded
         */
        public Optional<String> defaultValue(Declaration declaration, Expansion expansion) {
            return declaration
                    .defaultValue()
                    .map(text -> InstructionExpansion.word(this, expansion, text));
        }
    }

    /** EXPOSE; {@link ExposedPorts} turns the expanded words into ports. */
    record Expose(Origin origin, List<String> ports) implements Instruction {
        /** Copies the words. */
        public Expose {
            ports = List.copyOf(ports);
        }

        @Override
        public Expose expand(Expansion expansion) {
            return InstructionExpansion.expose(this, expansion);
        }
    }

    /** VOLUME. */
    record Volume(Origin origin, List<String> paths) implements Instruction {
        /** Copies the paths. */
        public Volume {
            paths = List.copyOf(paths);
        }

        @Override
        public Volume expand(Expansion expansion) {
            return InstructionExpansion.volume(this, expansion);
        }
    }

    /** USER. */
    record User(Origin origin, String user) implements Instruction {
        @Override
        public User expand(Expansion expansion) {
            return new User(origin, InstructionExpansion.word(this, expansion, user));
        }
    }

    /** WORKDIR. */
    record Workdir(Origin origin, String path) implements Instruction {
        @Override
        public Workdir expand(Expansion expansion) {
            return new Workdir(origin, InstructionExpansion.word(this, expansion, path));
        }
    }

    /** SHELL. */
    record Shell(Origin origin, List<String> arguments) implements Instruction {
        /** Copies the arguments. */
        public Shell {
            arguments = List.copyOf(arguments);
        }
    }

    /** STOPSIGNAL. */
    record Stopsignal(Origin origin, String signal) implements Instruction {
        @Override
        public Stopsignal expand(Expansion expansion) {
            return InstructionExpansion.stopsignal(this, expansion);
        }
    }

    /**
     * HEALTHCHECK. Durations are nanoseconds; 0 is "not given".
     *
     * @param test as in the image's config: {@code [NONE]}, {@code [CMD, …]} or {@code [CMD-SHELL,
     *     text]}
     */
    record Healthcheck(
            Origin origin,
            List<String> test,
            long intervalNanos,
            long timeoutNanos,
            long startPeriodNanos,
            long startIntervalNanos,
            int retries)
            implements Instruction {
        /** Copies the test. */
        public Healthcheck {
            test = List.copyOf(test);
        }
    }

    /**
     * ONBUILD.
     *
     * @param trigger the instruction to run in a child, heredoc bodies included, exactly as the
     *     image's config keeps it; {@link Dockerfile#parseInstruction} reads it there
     * @param instruction the same, parsed
     */
    record Onbuild(Origin origin, String trigger, Instruction instruction) implements Instruction {}

    /** MAINTAINER. */
    record Maintainer(Origin origin, String name) implements Instruction {}
}
