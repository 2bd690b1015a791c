package dev.cooper.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs Cooper as its users do: the launcher in a child process, with its own store, from the
 * classes of the current build. Immutable.
 *
 * @param home the store ({@code COOPER_HOME})
 * @param directory where the command runs
 * @param ordinaryUser whether it runs as the test user rather than as the user of the tests
 * @param environment variables set on top of a small, fixed environment
 * @param limit how long one command may take
 */
public record CooperCommand(
        Path home,
        Path directory,
        boolean ordinaryUser,
        Map<String, String> environment,
        Duration limit) {

    /** Copies the environment. */
    public CooperCommand {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Cooper on the store {@code home}, run in the store's parent directory. */
    public static CooperCommand at(Path home) {
        Path parent = home.toAbsolutePath().getParent();
        return new CooperCommand(
                home.toAbsolutePath(),
                parent == null ? home : parent,
                false,
                Map.of(),
                Duration.ofMinutes(5));
    }

    /** The same, run in another directory. */
    public CooperCommand in(Path where) {
        return new CooperCommand(home, where, ordinaryUser, environment, limit);
    }

    /** The same with one variable set. */
    public CooperCommand with(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new CooperCommand(home, directory, ordinaryUser, more, limit);
    }

    /** The same with another time limit. */
    public CooperCommand within(Duration other) {
        return new CooperCommand(home, directory, ordinaryUser, environment, other);
    }

    /**
     * The same as an ordinary user: the user of the tests if that is one, else the {@link
     * TestUser}, to whom the store and the directory must be accessible.
     */
    public CooperCommand asOrdinaryUser() {
        return new CooperCommand(home, directory, Machine.isRoot(), environment, limit);
    }

    /** Runs one command to its end. */
    public Processes.Result run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(arguments));
    }

    /** Runs one command to its end. */
    public Processes.Result run(List<String> arguments) throws IOException, InterruptedException {
        return Processes.run(process(arguments), new byte[0], limit);
    }

    /** Runs one command with {@code input} as its standard input. */
    public Processes.Result runWithInput(byte[] input, String... arguments)
            throws IOException, InterruptedException {
        return Processes.run(process(List.of(arguments)), input, limit);
    }

    /** The command, ready to start, for tests that watch or kill it. */
    public ProcessBuilder process(List<String> arguments) {
        List<String> command = new ArrayList<>();
        Map<String, String> variables = new LinkedHashMap<>();
        if (ordinaryUser) {
            command.addAll(TestUser.prefix());
            variables.put("HOME", TestUser.home().toString());
            variables.put("USER", TestUser.NAME);
        } else {
            variables.put("HOME", System.getProperty("user.home"));
        }
        command.add(Installation.launcher().toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(directory.toFile());
        builder.environment().clear();
        builder.environment()
                .put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put("COOPER_HOME", home.toString());
        builder.environment().put("COOPER_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("COOPER_AOT", "off");
        builder.environment().putAll(variables);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Whether the checkout has a launcher at all. */
    public static boolean isPresent() {
        return Files.isExecutable(Checkout.root().resolve("cooper"));
    }
}
