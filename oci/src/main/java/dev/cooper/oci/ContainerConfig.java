package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a container of an image is started.
 *
 * @param user user the process runs as, with an optional group: {@code user:group}; empty for root
 * @param exposedPorts ports it listens on, for example {@code 80/tcp}
 * @param env environment, each {@code NAME=value}
 * @param entrypoint command that always starts
 * @param cmd arguments of the entrypoint, or the command when there is none
 * @param volumes directories that hold data
 * @param workingDir directory the process starts in; empty for the root
 * @param labels labels
 * @param stopSignal signal that stops it, for example {@code SIGTERM}; empty for the default
 * @param healthcheck check that it works (Docker's)
 * @param onBuild instructions for images built on this one (Docker's)
 * @param shell shell of shell-form instructions; empty for the default (Docker's)
 * @param argsEscaped whether the command line is already escaped (Docker's, Windows)
 */
public record ContainerConfig(
        String user,
        SortedSet<String> exposedPorts,
        List<String> env,
        Optional<List<String>> entrypoint,
        Optional<List<String>> cmd,
        SortedSet<String> volumes,
        String workingDir,
        SortedMap<String, String> labels,
        String stopSignal,
        Optional<Healthcheck> healthcheck,
        List<String> onBuild,
        List<String> shell,
        boolean argsEscaped) {
    /** Says nothing about anything. */
    public static final ContainerConfig EMPTY =
            new ContainerConfig(
                    "",
                    Collections.emptySortedSet(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Collections.emptySortedSet(),
                    "",
                    Collections.emptySortedMap(),
                    "",
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    false);

    /** Copies the collections. */
    public ContainerConfig {
        exposedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
        env = List.copyOf(env);
        entrypoint = entrypoint.map(List::copyOf);
        cmd = cmd.map(List::copyOf);
        volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        onBuild = List.copyOf(onBuild);
        shell = List.copyOf(shell);
    }

    /** Returns this config with another user. */
    public ContainerConfig withUser(String newUser) {
        return new ContainerConfig(
                newUser,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another exposedPorts. */
    public ContainerConfig withExposedPorts(SortedSet<String> newExposedPorts) {
        return new ContainerConfig(
                user,
                newExposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another env. */
    public ContainerConfig withEnv(List<String> newEnv) {
        return new ContainerConfig(
                user,
                exposedPorts,
                newEnv,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another entrypoint. */
    public ContainerConfig withEntrypoint(Optional<List<String>> newEntrypoint) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                newEntrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another cmd. */
    public ContainerConfig withCmd(Optional<List<String>> newCmd) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                newCmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another volumes. */
    public ContainerConfig withVolumes(SortedSet<String> newVolumes) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                newVolumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another workingDir. */
    public ContainerConfig withWorkingDir(String newWorkingDir) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                newWorkingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another labels. */
    public ContainerConfig withLabels(SortedMap<String, String> newLabels) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                newLabels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another stopSignal. */
    public ContainerConfig withStopSignal(String newStopSignal) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                newStopSignal,
                healthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another healthcheck. */
    public ContainerConfig withHealthcheck(Optional<Healthcheck> newHealthcheck) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                newHealthcheck,
                onBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another onBuild. */
    public ContainerConfig withOnBuild(List<String> newOnBuild) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                newOnBuild,
                shell,
                argsEscaped);
    }

    /** Returns this config with another shell. */
    public ContainerConfig withShell(List<String> newShell) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                newShell,
                argsEscaped);
    }

    /** Returns this config with another argsEscaped. */
    public ContainerConfig withArgsEscaped(boolean newArgsEscaped) {
        return new ContainerConfig(
                user,
                exposedPorts,
                env,
                entrypoint,
                cmd,
                volumes,
                workingDir,
                labels,
                stopSignal,
                healthcheck,
                onBuild,
                shell,
                newArgsEscaped);
    }

    static ContainerConfig fromJson(JsonObject json) {
        return new ContainerConfig(
                json.string("User", ""),
                json.keys("ExposedPorts"),
                json.strings("Env"),
                json.optionalStrings("Entrypoint"),
                json.optionalStrings("Cmd"),
                json.keys("Volumes"),
                json.string("WorkingDir", ""),
                json.stringMap("Labels"),
                json.string("StopSignal", ""),
                json.optionalObject("Healthcheck").map(Healthcheck::fromJson),
                json.strings("OnBuild"),
                json.strings("Shell"),
                json.bool("ArgsEscaped"));
    }

    /** Returns the members in the order docker writes them; empty ones are left out. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        put(json, "User", user);
        put(json, "ExposedPorts", exposedPorts);
        put(json, "Env", env);
        entrypoint.ifPresent(words -> json.put("Entrypoint", new ArrayList<>(words)));
        cmd.ifPresent(words -> json.put("Cmd", new ArrayList<>(words)));
        put(json, "Volumes", volumes);
        put(json, "WorkingDir", workingDir);
        if (!labels.isEmpty()) {
            json.put("Labels", labels);
        }
        put(json, "StopSignal", stopSignal);
        if (argsEscaped) {
            json.put("ArgsEscaped", true);
        }
        healthcheck.ifPresent(check -> json.put("Healthcheck", check.toMap()));
        put(json, "OnBuild", onBuild);
        put(json, "Shell", shell);
        return json;
    }

    private static void put(Map<String, @Nullable Object> json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    private static void put(Map<String, @Nullable Object> json, String name, List<String> values) {
        if (!values.isEmpty()) {
            json.put(name, new ArrayList<>(values));
        }
    }

    private static void put(
            Map<String, @Nullable Object> json, String name, SortedSet<String> keys) {
        if (!keys.isEmpty()) {
            Map<String, @Nullable Object> set = new LinkedHashMap<>();
            for (String key : keys) {
                set.put(key, Map.of());
            }
            json.put(name, set);
        }
    }
}
