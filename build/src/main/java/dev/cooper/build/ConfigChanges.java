package dev.cooper.build;

import dev.cooper.dockerfile.Command;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.Environment;
import dev.cooper.dockerfile.Expansion;
import dev.cooper.dockerfile.ExposedPorts;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Applies single Dockerfile instructions to a config, as {@code import --change} wants it. */
public final class ConfigChanges {
    private ConfigChanges() {}

    /**
     * Applies instructions in their order.
     *
     * @param config where to start
     * @param changes instructions such as {@code CMD ["/bin/sh"]}
     * @throws SyntaxException when one is malformed, or is none of those that change a config only
     */
    public static ContainerConfig apply(ContainerConfig config, List<String> changes) {
        ContainerConfig changed = config;
        for (String change : changes) {
            Instruction parsed = Dockerfile.parseInstruction("--change", change);
            changed = apply(changed, parsed.expand(new Expansion(environment(changed), '\\')));
        }
        return changed;
    }

    private static Environment environment(ContainerConfig config) {
        Map<String, String> variables = new TreeMap<>();
        for (String pair : config.env()) {
            int equals = pair.indexOf('=');
            variables.put(
                    equals < 0 ? pair : pair.substring(0, equals),
                    equals < 0 ? "" : pair.substring(equals + 1));
        }
        return Environment.of(variables);
    }

    private static ContainerConfig apply(ContainerConfig config, Instruction change) {
        return switch (change) {
            case Instruction.Cmd cmd -> config.withCmd(Optional.of(argv(config, cmd.command())));
            case Instruction.Entrypoint entrypoint ->
                    config.withEntrypoint(Optional.of(argv(config, entrypoint.command())));
            case Instruction.Env env -> config.withEnv(env(config, env.pairs()));
            case Instruction.Label label -> {
                TreeMap<String, String> labels = new TreeMap<>(config.labels());
                label.pairs().forEach(pair -> labels.put(pair.key(), pair.value()));
                yield config.withLabels(labels);
            }
            case Instruction.Expose expose -> {
                TreeSet<String> ports = new TreeSet<>(config.exposedPorts());
                ports.addAll(ExposedPorts.parse(expose.ports()));
                yield config.withExposedPorts(ports);
            }
            case Instruction.Volume volume -> {
                TreeSet<String> volumes = new TreeSet<>(config.volumes());
                volumes.addAll(volume.paths());
                yield config.withVolumes(volumes);
            }
            case Instruction.Onbuild onbuild -> {
                List<String> triggers = new ArrayList<>(config.onBuild());
                triggers.add(onbuild.trigger());
                yield config.withOnBuild(triggers);
            }
            case Instruction.User user -> config.withUser(user.user());
            case Instruction.Workdir workdir ->
                    config.withWorkingDir(Paths.join(config.workingDir(), workdir.path()));
            case Instruction.Stopsignal signal -> config.withStopSignal(signal.signal());
            case Instruction.Shell shell -> config.withShell(shell.arguments());
            case Instruction.From _,
                    Instruction.Run _,
                    Instruction.Copy _,
                    Instruction.Add _,
                    Instruction.Arg _,
                    Instruction.Healthcheck _,
                    Instruction.Maintainer _ ->
                    throw new SyntaxException(
                            change.keyword()
                                    + " is not possible in --change; it takes CMD, ENTRYPOINT, ENV,"
                                    + " EXPOSE, LABEL, ONBUILD, SHELL, STOPSIGNAL, USER, VOLUME and"
                                    + " WORKDIR");
        };
    }

    private static List<String> argv(ContainerConfig config, Command command) {
        return switch (command) {
            case Command.Exec exec -> exec.arguments();
            case Command.Shell shell -> shell(config, shell.text());
            case Command.Script script -> shell(config, script.body());
        };
    }

    private static List<String> shell(ContainerConfig config, String text) {
        List<String> argv =
                new ArrayList<>(
                        config.shell().isEmpty() ? List.of("/bin/sh", "-c") : config.shell());
        argv.add(text);
        return argv;
    }

    private static List<String> env(ContainerConfig config, List<Instruction.Pair> pairs) {
        List<String> env = new ArrayList<>(config.env());
        for (Instruction.Pair pair : pairs) {
            String text = pair.key() + "=" + pair.value();
            int at = 0;
            while (at < env.size() && !env.get(at).startsWith(pair.key() + "=")) {
                at++;
            }
            if (at < env.size()) {
                env.set(at, text);
            } else {
                env.add(text);
            }
        }
        return env;
    }
}
