package dev.cooper.dockerfile;

import dev.cooper.oci.Platform;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The checks that follow a stage from its base to its last instruction. */
final class StageLint {
    private static final Set<String> SECRET_WORDS =
            Set.of(
                    "apikey",
                    "auth",
                    "credential",
                    "credentials",
                    "key",
                    "password",
                    "pword",
                    "passwd",
                    "secret",
                    "token");
    private static final Set<String> HARMLESS_WORDS = Set.of("public", "file", "version");
    private static final Set<String> NOT_IN_ENVIRONMENT =
            Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Dockerfile file;
    private final Findings findings;
    private final Map<String, String> globals;
    private final LintOptions options;
    private final StageGraph graph;
    private final Map<Integer, StageState> finished = new HashMap<>();

    StageLint(
            Dockerfile file,
            Findings findings,
            Map<String, String> globals,
            LintOptions options,
            StageGraph graph) {
        this.file = file;
        this.findings = findings;
        this.globals = globals;
        this.options = options;
        this.graph = graph;
    }

    /** What is known at one moment of a stage. */
    private static final class StageState {
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final Map<String, Instruction> once = new HashMap<>();
        private final Set<String> declared = new HashSet<>();
        private boolean baseKnown = true;
        private boolean hasShell;
        private boolean workdirSet;

        StageState child() {
            StageState child = new StageState();
            child.environment.putAll(environment);
            child.declared.addAll(declared);
            child.baseKnown = baseKnown;
            child.hasShell = hasShell;
            child.workdirSet = workdirSet;
            return child;
        }
    }

    void check(Stage stage) {
        StageState state = start(stage);
        for (Instruction instruction : stage.instructions()) {
            check(instruction, state);
        }
        finished.put(stage.index(), state);
    }

    private StageState start(Stage stage) {
        Optional<Stage> base = graph.base(stage);
        if (base.isPresent()) {
            if (!finished.containsKey(base.get().index())) {
                check(base.get());
            }
            StageState state = finished.getOrDefault(base.get().index(), new StageState()).child();
            for (Instruction instruction : base.get().instructions()) {
                if (instruction instanceof Instruction.Onbuild onbuild) {
                    applyQuietly(onbuild.instruction(), state);
                }
            }
            return state;
        }
        StageState state = new StageState();
        String name = graph.baseName(stage);
        if (!name.equals("scratch")) {
            Platform platform = platform(stage);
            Optional<BaseImage> image = options.baseImages().find(name, platform);
            state.baseKnown = image.isPresent();
            image.ifPresent(found -> applyBase(stage, name, platform, found, state));
        }
        state.environment.putIfAbsent("PATH", DEFAULT_PATH);
        return state;
    }

    private Platform platform(Stage stage) {
        Expansion expansion =
                new Expansion(Environment.viewOf(globals), file.directives().escape());
        return stage.platform()
                .map(text -> InstructionExpansion.word(stage.from(), expansion, text))
                .map(text ->
                        InstructionExpansion.located(
                                stage.from(), expansion, _ -> Platform.parse(text)))
                .orElse(options.platform());
    }

    private void applyBase(
            Stage stage, String name, Platform wanted, BaseImage image, StageState state) {
        Platform actual = image.platform();
        if (!wanted.os().equals(actual.os())
                || !wanted.architecture().equals(actual.architecture())) {
            findings.add(
                    Rule.INVALID_BASE_IMAGE_PLATFORM,
                    "Base image "
                            + name
                            + " was pulled with platform \""
                            + actual
                            + "\", expected \""
                            + wanted
                            + "\" for current build",
                    stage.from());
        }
        for (String pair : image.environment()) {
            int equals = Math.max(0, pair.indexOf('='));
            state.environment.put(
                    pair.substring(0, equals), pair.substring(Math.min(equals + 1, pair.length())));
        }
        state.hasShell = image.hasShell();
        for (String trigger : image.onBuild()) {
            applyQuietly(Dockerfile.parseInstruction("ONBUILD of " + name, trigger), state);
        }
    }

    /** Follows a trigger of a base: its effects count, but it is not this file that is wrong. */
    private void applyQuietly(Instruction instruction, StageState state) {
        StageLint quiet =
                new StageLint(file, new Findings(CheckOptions.NONE), globals, options, graph);
        quiet.check(instruction, state);
        state.once.clear();
    }

    private void check(Instruction instruction, StageState state) {
        if (instruction instanceof Instruction.Arg arg) {
            checkArg(arg, state);
            return;
        }
        Expansion expansion = expansion(state);
        Instruction expanded = instruction.expand(expansion);
        if (expanded instanceof Instruction.Run run) {
            run.mounts(expansion);
        }
        reportUndefined(instruction, expansion, state);
        checkExpanded(expanded, state);
    }

    private Expansion expansion(StageState state) {
        return new Expansion(Environment.viewOf(state.environment), file.directives().escape());
    }

    private void reportUndefined(Instruction at, Expansion expansion, StageState state) {
        if (!state.baseKnown) {
            return; // the base may set any variable
        }
        for (String name : expansion.undefined()) {
            if (state.declared.contains(name) || NOT_IN_ENVIRONMENT.contains(name)) {
                continue;
            }
            String hint =
                    Suggestion.nearest(name, state.environment.keySet())
                            .map(near -> " (did you mean $" + near + "?)")
                            .orElse("");
            findings.add(
                    Rule.UNDEFINED_VAR, "Usage of undefined variable '$" + name + "'" + hint, at);
        }
    }

    private void checkArg(Instruction.Arg arg, StageState state) {
        for (Instruction.Declaration declaration : arg.declarations()) {
            String name = declaration.name();
            checkSecret("ARG", name, arg);
            String given = options.buildArguments().get(name);
            if (given != null) {
                state.environment.put(name, given);
            } else if (declaration.defaultValue().isPresent()) {
                Expansion expansion = expansion(state);
                Optional<String> value = arg.defaultValue(declaration, expansion);
                reportUndefined(arg, expansion, state);
                value.ifPresent(text -> state.environment.put(name, text));
            } else if (globals.containsKey(name)) {
                state.environment.put(name, globals.getOrDefault(name, ""));
            }
            state.declared.add(name);
        }
    }

    private void checkExpanded(Instruction instruction, StageState state) {
        switch (instruction) {
            case Instruction.Env env -> checkEnv(env, state);
            case Instruction.Label label -> checkPairs("LABEL", label.pairs(), label);
            case Instruction.Workdir workdir -> checkWorkdir(workdir, state);
            case Instruction.Cmd cmd -> {
                checkOnce(cmd, state);
                checkJson(cmd, cmd.command(), state);
            }
            case Instruction.Entrypoint entrypoint -> {
                checkOnce(entrypoint, state);
                checkJson(entrypoint, entrypoint.command(), state);
            }
            case Instruction.Healthcheck healthcheck -> checkOnce(healthcheck, state);
            case Instruction.Shell _ -> state.hasShell = true;
            case Instruction.Copy copy -> {
                if (copy.from().isEmpty()) {
                    checkIgnored("Copy", copy.sources(), copy);
                }
            }
            case Instruction.Add add -> checkIgnored("Add", add.sources(), add);
            case Instruction.Expose expose -> checkPorts(expose);
            case Instruction.Arg _,
                    Instruction.From _,
                    Instruction.Run _,
                    Instruction.Volume _,
                    Instruction.User _,
                    Instruction.Stopsignal _,
                    Instruction.Onbuild _,
                    Instruction.Maintainer _ -> {
                // nothing to check here
            }
        }
    }

    private void checkEnv(Instruction.Env env, StageState state) {
        checkPairs("ENV", env.pairs(), env);
        for (Instruction.Pair pair : env.pairs()) {
            checkSecret("ENV", pair.key(), env);
            state.environment.put(pair.key(), pair.value());
        }
    }

    private void checkPairs(String name, List<Instruction.Pair> pairs, Instruction at) {
        if (pairs.getFirst().spaceSeparated()) {
            findings.add(
                    Rule.LEGACY_KEY_VALUE_FORMAT,
                    "\""
                            + name
                            + " key=value\" should be used instead of legacy \""
                            + name
                            + " key value\" format",
                    at);
        }
    }

    private void checkSecret(String name, String key, Instruction at) {
        boolean secret = false;
        for (String word : List.of(key.toLowerCase(Locale.ROOT).split("_", -1))) {
            if (HARMLESS_WORDS.contains(word)) {
                return;
            }
            secret |= SECRET_WORDS.contains(word);
        }
        if (secret) {
            findings.add(
                    Rule.SECRETS_USED_IN_ARG_OR_ENV,
                    "Do not use ARG or ENV instructions for sensitive data ("
                            + name
                            + " \""
                            + key
                            + "\")",
                    at);
        }
    }

    private void checkWorkdir(Instruction.Workdir workdir, StageState state) {
        if (!state.workdirSet && !workdir.path().startsWith("/")) {
            findings.add(
                    Rule.WORKDIR_RELATIVE_PATH,
                    "Relative workdir \""
                            + workdir.path()
                            + "\" can have unexpected results if the base image changes",
                    workdir);
        }
        state.workdirSet = true;
    }

    private void checkOnce(Instruction instruction, StageState state) {
        Instruction before = state.once.put(instruction.keyword(), instruction);
        if (before != null) {
            findings.add(
                    Rule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
                    "Multiple "
                            + instruction.keyword()
                            + " instructions should not be used in the same stage because only the"
                            + " last one will be used",
                    before);
        }
    }

    private void checkJson(Instruction instruction, Command command, StageState state) {
        if (command instanceof Command.Shell && !state.hasShell) {
            findings.add(
                    Rule.JSON_ARGS_RECOMMENDED,
                    "JSON arguments recommended for "
                            + instruction.keyword()
                            + " to prevent unintended behavior related to OS signals",
                    instruction);
        }
    }

    private void checkIgnored(String verb, List<CopySource> sources, Instruction at) {
        IgnoreFile ignore = options.ignoreFile();
        if (ignore.isEmpty() || ignore.reincludes()) {
            return; // with re-included files nothing is sure before the walk
        }
        for (CopySource source : sources) {
            if (!(source instanceof CopySource.Path path) || isRemote(path.path())) {
                continue;
            }
            String clean = UnixPath.clean(path.path());
            String inContext = clean.startsWith("/") ? clean.substring(1) : clean;
            boolean root = inContext.isEmpty() || inContext.equals(".");
            if (root ? ignore.ignoresWholeRoot() : ignore.ignores(inContext)) {
                findings.add(
                        Rule.COPY_IGNORED_FILE,
                        "Attempting to "
                                + verb
                                + " file \""
                                + clean
                                + "\" that is excluded by .dockerignore",
                        at);
            }
        }
    }

    private static boolean isRemote(String source) {
        return source.contains("://") || source.startsWith("git@");
    }

    private void checkPorts(Instruction.Expose expose) {
        for (String word : expose.ports()) {
            ExposedPorts.Spec spec = ExposedPorts.Spec.parse(word);
            if (!spec.protocol().equals(spec.protocol().toLowerCase(Locale.ROOT))) {
                findings.add(
                        Rule.EXPOSE_PROTO_CASING,
                        "Defined protocol '" + word + "' in EXPOSE instruction should be lowercase",
                        expose);
            }
            if (spec.mapped()) {
                findings.add(
                        Rule.EXPOSE_INVALID_FORMAT,
                        "EXPOSE instruction should not define an IP address or host-port mapping,"
                                + " found '"
                                + word
                                + "'",
                        expose);
            }
        }
    }
}
