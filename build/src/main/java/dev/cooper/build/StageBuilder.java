package dev.cooper.build;

import dev.cooper.dockerfile.Command;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.Environment;
import dev.cooper.dockerfile.Expansion;
import dev.cooper.dockerfile.ExposedPorts;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Origin;
import dev.cooper.dockerfile.Stage;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Healthcheck;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evaluates the instructions of one stage: what they do to the config, and which vertices they add.
 *
 * <p>Variables of an instruction have the values from before it. ARG and ENV share one scope for
 * expansion and for RUN; of two declarations of a name the later one holds.
 */
final class StageBuilder {
    static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");
    private static final Set<String> PROXY_ARGS =
            Set.of(
                    "HTTP_PROXY",
                    "http_proxy",
                    "HTTPS_PROXY",
                    "https_proxy",
                    "FTP_PROXY",
                    "ftp_proxy",
                    "NO_PROXY",
                    "no_proxy",
                    "ALL_PROXY",
                    "all_proxy");

    private final GraphBuilder graph;
    private final Stage stage;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> args = new LinkedHashMap<>();
    private final List<Graph.Entry> history = new ArrayList<>();
    private final List<Instruction> triggers = new ArrayList<>();
    private final List<Instruction> onbuild = new ArrayList<>();
    private final StepNames names;
    private Vertex root;
    private ContainerConfig config = ContainerConfig.EMPTY;
    private Platform platform;
    private String author = "";
    private Optional<Vertex.Image> base = Optional.empty();
    private boolean commandSet;
    private boolean fromImage;

    StageBuilder(GraphBuilder graph, Stage stage) {
        this.graph = graph;
        this.stage = stage;
        this.platform = graph.request().platform();
        this.names = new StepNames(graph.dockerfile(), stage);
        this.root =
                new Vertex.Scratch(
                        graph.label(names.internal("FROM scratch"), stage.from().origin(), "", ""));
    }

    /** The vertex that yields the stage's root. */
    Vertex root() {
        return root;
    }

    ContainerConfig config() {
        return config;
    }

    /** What the stage comes to when it is the target. */
    Graph finish() {
        Map<String, String> labels = new TreeMap<>(config.labels());
        labels.putAll(graph.request().labels());
        return new Graph(
                root, config.withLabels(new TreeMap<>(labels)), platform, author, base, history);
    }

    /** Runs through FROM, the triggers of the base, and the stage's own instructions. */
    void evaluate() throws IOException {
        from(stage.from());
        config = config.withOnBuild(List.of());
        List<Instruction> all = new ArrayList<>(triggers);
        all.addAll(stage.instructions());
        names.count(all, fromImage);
        for (Instruction instruction : all) {
            apply(instruction);
        }
    }

    private void from(Instruction.From from) throws IOException {
        String name = graph.expand(from.origin(), from.baseName());
        if (name.isEmpty()) {
            throw from.origin()
                    .error(
                            "base name ("
                                    + from.baseName()
                                    + ") is empty; give the ARG a default before the first FROM or"
                                    + " set it with --build-arg");
        }
        Optional<Platform> wanted = Optional.empty();
        if (from.platform().isPresent()) {
            String text = graph.expand(from.origin(), from.platform().get());
            try {
                wanted = Optional.of(Platform.parse(text));
            } catch (SyntaxException e) {
                throw from.origin().error(String.valueOf(e.getMessage()));
            }
        }
        Optional<Integer> parent = graph.earlierStage(name, stage.index());
        if (parent.isPresent()) {
            inherit(graph.stage(parent.get()));
        } else if (name.equals("scratch")) {
            config =
                    ContainerConfig.EMPTY
                            .withEnv(List.of("PATH=" + DEFAULT_PATH))
                            .withWorkingDir("/");
            variables.put("PATH", DEFAULT_PATH);
        } else {
            image(graph.image(name, platformOf(wanted), from.origin(), names.first()));
        }
    }

    private Optional<Platform> platformOf(Optional<Platform> wanted) {
        return wanted.isPresent() ? wanted : graph.request().requestedPlatform();
    }

    private void inherit(StageBuilder parent) {
        root = parent.root;
        config = parent.config;
        platform = parent.platform;
        author = parent.author;
        base = parent.base;
        history.addAll(parent.history);
        triggers.addAll(parent.onbuild);
        variables.putAll(parent.variables);
        args.putAll(parent.args);
    }

    private void image(Vertex.Image image) {
        fromImage = true;
        ImageConfig imageConfig = image.config();
        root = image;
        config = imageConfig.config();
        author = imageConfig.author();
        platform = imageConfig.platform();
        base = Optional.of(image);
        String where = "ONBUILD of " + image.name();
        config.onBuild().forEach(text -> triggers.add(Dockerfile.parseInstruction(where, text)));
        environmentOf(config);
        if (!variables.containsKey("PATH")) {
            setEnv("PATH", DEFAULT_PATH);
        }
    }

    private void environmentOf(ContainerConfig from) {
        for (String pair : from.env()) {
            int equals = pair.indexOf('=');
            variables.put(
                    equals < 0 ? pair : pair.substring(0, equals),
                    equals < 0 ? "" : pair.substring(equals + 1));
        }
    }

    private void apply(Instruction instruction) throws IOException {
        Origin origin = instruction.origin();
        Instruction expanded =
                instruction instanceof Instruction.Arg
                        ? instruction
                        : instruction.expand(expansion());
        switch (expanded) {
            case Instruction.From _ -> throw origin.error("FROM cannot stand here");
            case Instruction.Arg arg -> arg(arg);
            case Instruction.Env env -> env(env);
            case Instruction.Run run -> run(run);
            case Instruction.Copy copy -> add(new CopySteps(graph, this).copy(copy), origin);
            case Instruction.Add add -> add(new CopySteps(graph, this).add(add), origin);
            case Instruction.Workdir workdir -> workdir(workdir);
            case Instruction.Cmd cmd -> {
                List<String> argv = argv(cmd.command());
                // BuildKit says so of every CMD; it means something on Windows only.
                config = config.withCmd(Optional.of(argv)).withArgsEscaped(true);
                commandSet = true;
                metadata(HistoryText.command("CMD", argv));
            }
            case Instruction.Entrypoint entrypoint -> {
                List<String> argv = argv(entrypoint.command());
                config = config.withEntrypoint(Optional.of(argv));
                if (!commandSet) {
                    config = config.withCmd(Optional.empty());
                }
                metadata(HistoryText.command("ENTRYPOINT", argv));
            }
            case Instruction.Label label -> {
                TreeMap<String, String> labels = new TreeMap<>(config.labels());
                label.pairs().forEach(pair -> labels.put(pair.key(), pair.value()));
                config = config.withLabels(labels);
                metadata("LABEL " + pairs(label.pairs()));
            }
            case Instruction.Expose expose -> {
                TreeSet<String> ports = new TreeSet<>(config.exposedPorts());
                List<String> added = ExposedPorts.parse(expose.ports());
                ports.addAll(added);
                config = config.withExposedPorts(ports);
                metadata(HistoryText.list("EXPOSE", new TreeSet<>(added)));
            }
            case Instruction.Volume volume -> {
                TreeSet<String> volumes = new TreeSet<>(config.volumes());
                volumes.addAll(volume.paths());
                config = config.withVolumes(volumes);
                metadata(HistoryText.list("VOLUME", volume.paths()));
            }
            case Instruction.User user -> {
                config = config.withUser(user.user());
                metadata("USER " + user.user());
            }
            case Instruction.Shell shell -> {
                config = config.withShell(shell.arguments());
                metadata(HistoryText.list("SHELL", shell.arguments()));
            }
            case Instruction.Stopsignal signal -> {
                config = config.withStopSignal(signal.signal());
                metadata("STOPSIGNAL " + signal.signal());
            }
            case Instruction.Healthcheck check -> {
                Healthcheck healthcheck = healthcheck(check);
                config = config.withHealthcheck(Optional.of(healthcheck));
                metadata(HistoryText.healthcheck(healthcheck));
            }
            case Instruction.Onbuild trigger -> {
                List<String> texts = new ArrayList<>(config.onBuild());
                texts.add(trigger.trigger());
                config = config.withOnBuild(texts);
                onbuild.add(trigger.instruction());
                metadata("ONBUILD " + trigger.trigger());
            }
            case Instruction.Maintainer maintainer -> {
                author = maintainer.name();
                metadata("MAINTAINER " + author);
            }
        }
    }

    private Healthcheck healthcheck(Instruction.Healthcheck check) {
        List<String> test = check.test();
        return new Healthcheck(
                test,
                check.intervalNanos(),
                check.timeoutNanos(),
                check.startPeriodNanos(),
                check.startIntervalNanos(),
                check.retries());
    }

    private void arg(Instruction.Arg arg) {
        StringBuilder text = new StringBuilder("ARG");
        for (Instruction.Declaration declared : arg.declarations()) {
            String name = declared.name();
            Optional<String> value = Optional.ofNullable(graph.request().buildArgs().get(name));
            if (value.isEmpty() && declared.defaultValue().isPresent()) {
                value = Optional.of(word(arg.origin(), declared.defaultValue().get()));
            }
            if (value.isEmpty()) {
                value = Optional.ofNullable(graph.globals().get(name));
            }
            value.ifPresent(v -> variables.put(name, v));
            args.put(name, value.orElseGet(() -> variables.getOrDefault(name, "")));
            text.append(' ').append(name).append(value.map(v -> "=" + v).orElse(""));
        }
        metadata(text.toString());
    }

    private void env(Instruction.Env env) {
        env.pairs().forEach(pair -> setEnv(pair.key(), pair.value()));
        metadata("ENV " + pairs(env.pairs()));
    }

    private void setEnv(String name, String value) {
        variables.put(name, value);
        List<String> env = new ArrayList<>(config.env());
        int at = 0;
        while (at < env.size() && !env.get(at).startsWith(name + "=")) {
            at++;
        }
        if (at < env.size()) {
            env.set(at, name + "=" + value);
        } else {
            env.add(name + "=" + value);
        }
        config = config.withEnv(env);
    }

    private void run(Instruction.Run run) throws IOException {
        List<RunStep.Mount> mounts = new MountSteps(graph, this).mounts(run, expansion());
        if (!run.devices().isEmpty()) {
            throw run.origin()
                    .error(
                            "RUN --device is not supported; run the step with --security=insecure"
                                    + " to reach the host's devices");
        }
        List<String> env = new ArrayList<>();
        variables.forEach((name, value) -> env.add(name + "=" + value));
        List<String> proxies = new ArrayList<>();
        graph.request()
                .buildArgs()
                .forEach((name, value) -> {
                    if (PROXY_ARGS.contains(name) && !args.containsKey(name)) {
                        proxies.add(name + "=" + value);
                    }
                });
        Optional<RunStep.Script> script = script(run.command());
        List<String> argv = argv(run.command());
        boolean insecure = run.security().filter("insecure"::equals).isPresent();
        if (insecure && !graph.request().allow().contains("security.insecure")) {
            throw run.origin()
                    .error(
                            "RUN --security=insecure is not allowed; allow it with --allow"
                                    + " security.insecure");
        }
        RunStep step =
                new RunStep(
                        argv,
                        env,
                        proxies,
                        workingDirectory(),
                        config.user(),
                        mounts,
                        script,
                        run.network()
                                .map(n ->
                                        RunStep.Network.valueOf(
                                                n.toUpperCase(java.util.Locale.ROOT)))
                                .orElse(RunStep.Network.DEFAULT),
                        insecure);
        root = new Vertex.Run(root, step, label(run.origin()));
        layer(HistoryText.run(args, argv));
    }

    private static Optional<RunStep.Script> script(Command command) {
        return command instanceof Command.Script script && script.hasInterpreter()
                ? Optional.of(new RunStep.Script(script.name(), script.body()))
                : Optional.empty();
    }

    private void add(CopySteps.Step step, Origin origin) {
        Label label = label(origin);
        if (step.link() && isNumeric(step.step().chown())) {
            Vertex scratch =
                    new Vertex.Scratch(graph.label("[internal] empty root", origin, "", ""));
            Vertex.Copy copy = new Vertex.Copy(scratch, step.step(), label);
            Label merged = graph.label(names.internal("merge " + label.name()), origin, "", "");
            root = new Vertex.Merge(root, copy, merged);
        } else {
            root = new Vertex.Copy(root, step.step(), label);
        }
        layer(step.historyText());
    }

    /** A name is looked up in the root below, so a layer with one is not made by itself. */
    private static boolean isNumeric(Optional<String> owner) {
        return owner.isEmpty()
                || owner.get().chars().allMatch(c -> c == ':' || (c >= '0' && c <= '9'));
    }

    private void workdir(Instruction.Workdir workdir) {
        String path = Paths.join(workingDirectory(), workdir.path());
        config = config.withWorkingDir(path);
        if (path.equals("/")) {
            metadata("WORKDIR /");
            return;
        }
        root = new Vertex.Workdir(root, path, config.user(), label(workdir.origin()));
        layer("WORKDIR " + path);
    }

    private Label label(Origin origin) {
        return graph.label(names.next(origin), origin, origin.text(), stage.label());
    }

    private void metadata(String text) {
        history.add(new Graph.Entry(text, Optional.empty()));
    }

    private void layer(String text) {
        String marked = text.endsWith("# buildkit") ? text : text + " # buildkit";
        history.add(new Graph.Entry(marked, Optional.of(root)));
    }

    private List<String> argv(Command command) {
        return switch (command) {
            case Command.Exec exec -> exec.arguments();
            case Command.Shell shell -> shell(shell.text());
            case Command.Script script ->
                    script.hasInterpreter()
                            ? List.of("/dev/pipes/" + script.name())
                            : shell(script.body());
        };
    }

    private List<String> shell(String text) {
        List<String> argv =
                new ArrayList<>(config.shell().isEmpty() ? DEFAULT_SHELL : config.shell());
        argv.add(text);
        return argv;
    }

    private static String pairs(List<Instruction.Pair> pairs) {
        StringBuilder text = new StringBuilder();
        for (Instruction.Pair pair : pairs) {
            text.append(text.isEmpty() ? "" : " ").append(pair.key()).append('=');
            text.append(pair.value());
        }
        return text.toString();
    }

    String workingDirectory() {
        return config.workingDir().isEmpty() ? "/" : config.workingDir();
    }

    int index() {
        return stage.index();
    }

    Expansion expansion() {
        return new Expansion(Environment.of(variables), graph.dockerfile().directives().escape());
    }

    private String word(Origin origin, String text) {
        try {
            return expansion().word(text);
        } catch (SyntaxException e) {
            throw origin.error(String.valueOf(e.getMessage()));
        }
    }

    /** The root that {@code --from} of a copy names: a stage by name or index, or an image. */
    Vertex rootNamed(String name, boolean indexAllowed, Origin origin) throws IOException {
        Optional<Integer> earlier = graph.earlierStage(name, stage.index());
        if (earlier.isPresent()) {
            return graph.stage(earlier.get()).root();
        }
        if (indexAllowed && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int index = name.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(name);
            if (index >= stage.index()) {
                throw origin.error(
                        "invalid from flag value "
                                + name
                                + ": stage "
                                + stage.index()
                                + " can copy from stages before it only");
            }
            return graph.stage(index).root();
        }
        Optional<Integer> later = graph.laterStage(name, stage.index());
        if (later.isPresent()) {
            throw origin.error(
                    later.get() == stage.index()
                            ? "circular dependency: stage \"" + name + "\" copies from itself"
                            : "stage \""
                                    + name
                                    + "\" needs to be defined before this stage, "
                                    + "move it up");
        }
        if (name.equals("scratch")) {
            return new Vertex.Scratch(graph.label("[internal] empty root", origin, "", ""));
        }
        return graph.image(name, graph.request().requestedPlatform(), origin, "");
    }
}
