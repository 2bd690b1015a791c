package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which part of which instruction is expanded, and how. */
final class InstructionExpansion {
    private InstructionExpansion() {}

    static Instruction expand(Instruction instruction, Expansion expansion) {
        return switch (instruction) {
            case Instruction.Add add -> add(add, expansion);
            case Instruction.Copy copy -> copy(copy, expansion);
            case Instruction.Env env -> env(env, expansion);
            case Instruction.Label label -> label(label, expansion);
            case Instruction.Expose expose -> expose(expose, expansion);
            case Instruction.Volume volume -> volume(volume, expansion);
            case Instruction.User user -> user.expand(expansion);
            case Instruction.Workdir workdir -> workdir.expand(expansion);
            case Instruction.Stopsignal signal -> stopsignal(signal, expansion);
            case Instruction.From from -> from(from, expansion);
            case Instruction.Arg arg -> arg;
            case Instruction.Run run -> run;
            case Instruction.Cmd cmd -> cmd;
            case Instruction.Entrypoint entrypoint -> entrypoint;
            case Instruction.Shell shell -> shell;
            case Instruction.Healthcheck healthcheck -> healthcheck;
            case Instruction.Onbuild onbuild -> onbuild;
            case Instruction.Maintainer maintainer -> maintainer;
        };
    }

    /** Runs a step of an instruction and points its error at the instruction. */
    static <T> T located(
            Instruction instruction, Expansion expansion, Function<Expansion, T> step) {
        try {
            return step.apply(expansion);
        } catch (DockerfileException e) {
            throw e;
        } catch (SyntaxException e) {
            throw instruction.origin().error(String.valueOf(e.getMessage()));
        }
    }

    static String word(Instruction instruction, Expansion expansion, String text) {
        return located(instruction, expansion, e -> e.word(text));
    }

    private static List<String> wordEach(
            Instruction instruction, Expansion expansion, List<String> texts) {
        List<String> out = new ArrayList<>(texts.size());
        for (String text : texts) {
            out.add(word(instruction, expansion, text));
        }
        return out;
    }

    private static Optional<String> word(
            Instruction instruction, Expansion expansion, Optional<String> text) {
        return text.map(value -> word(instruction, expansion, value));
    }

    static Instruction.From from(Instruction.From from, Expansion expansion) {
        String baseName = word(from, expansion, from.baseName());
        if (baseName.isEmpty()) {
            throw from.origin()
                    .error(
                            "the base name \""
                                    + from.baseName()
                                    + "\" is empty"
                                    + missing(expansion));
        }
        Optional<String> platform = word(from, expansion, from.platform());
        if (platform.isPresent() && platform.get().isEmpty()) {
            throw from.origin()
                    .error(
                            "the platform \""
                                    + from.platform().orElse("")
                                    + "\" is empty"
                                    + missing(expansion));
        }
        return new Instruction.From(
                from.origin(), baseName, platform, from.name(), from.nameAsWritten());
    }

    private static String missing(Expansion expansion) {
        if (expansion.undefined().isEmpty()) {
            return "";
        }
        String name = expansion.undefined().iterator().next();
        String hint =
                Suggestion.nearest(name, expansion.environment().names())
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse("");
        return ": "
                + name
                + " is not set; declare it with ARG before the first FROM or give --build-arg"
                + hint;
    }

    static List<RunMount> mounts(Instruction.Run run, Expansion expansion) {
        List<RunMount> mounts = new ArrayList<>();
        for (String text : run.mountTexts()) {
            mounts.add(located(run, expansion, e -> RunMount.parse(text, e)));
        }
        return mounts;
    }

    static List<String> mountFroms(Instruction.Run run) {
        List<String> froms = new ArrayList<>();
        for (String text : run.mountTexts()) {
            located(run, new Expansion(Environment.EMPTY, '\\'), _ -> MountParser.from(text))
                    .ifPresent(froms::add);
        }
        return froms;
    }

    static Instruction.Copy copy(Instruction.Copy copy, Expansion expansion) {
        return new Instruction.Copy(
                copy.origin(),
                sources(copy, expansion, copy.sources()),
                word(copy, expansion, copy.destination()),
                copy.from(),
                word(copy, expansion, copy.chown()),
                word(copy, expansion, copy.chmod()),
                copy.link(),
                copy.parents(),
                patterns(copy, expansion, copy.excludes()));
    }

    static Instruction.Add add(Instruction.Add add, Expansion expansion) {
        return new Instruction.Add(
                add.origin(),
                sources(add, expansion, add.sources()),
                word(add, expansion, add.destination()),
                word(add, expansion, add.chown()),
                word(add, expansion, add.chmod()),
                add.link(),
                add.keepGitDir(),
                word(add, expansion, add.checksum()),
                add.unpack(),
                patterns(add, expansion, add.excludes()));
    }

    /** Patterns keep their backslashes unless they have a variable. */
    private static List<String> patterns(
            Instruction instruction, Expansion expansion, List<String> patterns) {
        List<String> out = new ArrayList<>(patterns.size());
        for (String pattern : patterns) {
            out.add(pattern.indexOf('$') < 0 ? pattern : word(instruction, expansion, pattern));
        }
        return out;
    }

    private static List<CopySource> sources(
            Instruction instruction, Expansion expansion, List<CopySource> sources) {
        List<CopySource> out = new ArrayList<>(sources.size());
        for (CopySource source : sources) {
            out.add(
                    switch (source) {
                        case CopySource.Path path ->
                                new CopySource.Path(word(instruction, expansion, path.path()));
                        case CopySource.Inline inline -> inline(instruction, expansion, inline);
                    });
        }
        return out;
    }

    private static CopySource inline(
            Instruction instruction, Expansion expansion, CopySource.Inline inline) {
        if (!inline.expand()) {
            return inline;
        }
        String content = located(instruction, expansion, e -> e.body(inline.content()));
        return new CopySource.Inline(inline.name(), content, false);
    }

    static Instruction.Env env(Instruction.Env env, Expansion expansion) {
        return new Instruction.Env(env.origin(), pairs(env, expansion, env.pairs()));
    }

    static Instruction.Label label(Instruction.Label label, Expansion expansion) {
        return new Instruction.Label(label.origin(), pairs(label, expansion, label.pairs()));
    }

    private static List<Instruction.Pair> pairs(
            Instruction instruction, Expansion expansion, List<Instruction.Pair> pairs) {
        List<Instruction.Pair> out = new ArrayList<>(pairs.size());
        for (Instruction.Pair pair : pairs) {
            String key = word(instruction, expansion, pair.key());
            if (key.isEmpty()) {
                throw instruction
                        .origin()
                        .error("the name \"" + pair.key() + "\" is empty when expanded");
            }
            out.add(
                    new Instruction.Pair(
                            key,
                            word(instruction, expansion, pair.value()),
                            pair.spaceSeparated()));
        }
        return out;
    }

    static Instruction.Expose expose(Instruction.Expose expose, Expansion expansion) {
        List<String> ports = new ArrayList<>();
        for (String port : expose.ports()) {
            ports.addAll(located(expose, expansion, e -> e.words(port)));
        }
        located(expose, expansion, _ -> ExposedPorts.parse(ports));
        return new Instruction.Expose(expose.origin(), ports);
    }

    static Instruction.Volume volume(Instruction.Volume volume, Expansion expansion) {
        List<String> paths = wordEach(volume, expansion, volume.paths());
        if (paths.contains("")) {
            throw volume.origin().error("VOLUME cannot be an empty path");
        }
        return new Instruction.Volume(volume.origin(), paths);
    }

    static Instruction.Stopsignal stopsignal(Instruction.Stopsignal stop, Expansion expansion) {
        String signal = word(stop, expansion, stop.signal());
        if (!Signals.isSignal(signal)) {
            throw stop.origin()
                    .error(
                            "\"" + signal + "\" is not a signal: give a number or a name",
                            Suggestion.nearest(signal, Signals.NAMES).orElse(""));
        }
        return new Instruction.Stopsignal(stop.origin(), signal);
    }
}
