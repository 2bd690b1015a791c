package dev.cooper.scan.misconfiguration;

import dev.cooper.dockerfile.Command;
import dev.cooper.dockerfile.Heredoc;
import dev.cooper.dockerfile.Instruction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The checks of what RUN runs. */
final class RunChecks {
    /** The manager whose cache is to be cleaned in the same RUN, and the check that says so. */
    private static final Map<String, String> CLEANED =
            Map.of("yum", "DS-0015", "dnf", "DS-0019", "zypper", "DS-0020", "microdnf", "DS-0027");

    private final Reporter reporter;

    RunChecks(Reporter reporter) {
        this.reporter = reporter;
    }

    /** Checks the steps of one stage. */
    void check(List<Step> steps) {
        boolean usesWget = false;
        boolean usesCurl = false;
        for (Step step : steps) {
            if (!(step.effective() instanceof Instruction.Run run)) {
                continue;
            }
            List<List<String>> commands = commands(run);
            check(step, run, commands);
            boolean wget = runs(commands, "wget");
            boolean curl = runs(commands, "curl");
            if ((wget && usesCurl) || (curl && usesWget) || (wget && curl)) {
                reporter.add("DS-0014", "both wget and curl are used", step);
            }
            usesWget |= wget;
            usesCurl |= curl;
        }
    }

    private static boolean runs(List<List<String>> commands, String program) {
        return commands.stream().anyMatch(words -> words.getFirst().equals(program));
    }

    private void check(Step step, Instruction.Run run, List<List<String>> commands) {
        List<PackageCommand> managers = new ArrayList<>();
        boolean isAnswered = runs(commands, "yes");
        for (List<String> words : commands) {
            switch (words.getFirst()) {
                case "sudo" -> reporter.add("DS-0010", "RUN uses 'sudo'", step);
                case "cd" -> {
                    if (commands.size() == 1) {
                        reporter.add(
                                "DS-0013",
                                "'" + String.join(" ", words) + "' has no effect on what follows",
                                step);
                    }
                }
                default -> {
                    // only package managers are of interest, with sudo or without
                }
            }
            PackageCommand.of(words).ifPresent(managers::add);
        }
        if (commands.size() > 1 && commands.getFirst().getFirst().equals("cd")) {
            reporter.add(
                    "DS-0013",
                    "'" + String.join(" ", commands.getFirst()) + "' is what WORKDIR is for",
                    step);
        }
        boolean hasCacheMount =
                run.mountTexts().stream().anyMatch(mount -> mount.contains("type=cache"));
        for (PackageCommand command : managers) {
            check(step, command, isAnswered, hasCacheMount);
        }
        checkCleaning(step, managers, commands, hasCacheMount);
        checkUpdates(step, managers);
    }

    private void check(
            Step step, PackageCommand command, boolean isAnswered, boolean hasCacheMount) {
        if (command.isAptGet() && command.isInstall()) {
            if (!command.assumesYes() && !isAnswered) {
                reporter.add("DS-0021", named(command) + " asks, and nobody answers", step);
            }
            boolean isWithout =
                    command.has("--no-install-recommends")
                            || command.flags().stream()
                                    .anyMatch(flag ->
                                            flag.toLowerCase(java.util.Locale.ROOT)
                                                    .contains("apt::install-recommends="));
            if (command.manager().equals("apt-get") && !isWithout) {
                reporter.add("DS-0029", named(command) + " lacks '--no-install-recommends'", step);
            }
        }
        if (command.isAptGet()
                && (command.action().equals("dist-upgrade")
                        || command.action().equals("full-upgrade"))) {
            reporter.add("DS-0024", named(command) + " is used", step);
        }
        if (command.manager().equals("apk")
                && command.isInstall()
                && !command.has("--no-cache")
                && !hasCacheMount) {
            reporter.add("DS-0025", named(command) + " lacks '--no-cache'", step);
        }
    }

    private static String named(PackageCommand command) {
        String packages = String.join(" ", command.arguments());
        String text = command.manager() + " " + command.action() + " " + packages;
        return "'" + (text.length() > 100 ? text.substring(0, 100) + "…" : text.strip()) + "'";
    }

    private void checkCleaning(
            Step step,
            List<PackageCommand> managers,
            List<List<String>> commands,
            boolean hasCacheMount) {
        CLEANED.forEach((manager, id) -> {
            boolean installs =
                    managers.stream()
                            .anyMatch(each -> each.manager().equals(manager) && each.isInstall());
            boolean cleans =
                    hasCacheMount
                            || managers.stream()
                                    .anyMatch(each ->
                                            each.manager().equals(manager)
                                                    && (each.action().equals("clean")
                                                            || each.action().equals("cc")))
                            || commands.stream().anyMatch(words -> removesCache(words, manager));
            if (installs && !cleans) {
                reporter.add(id, manager + "'s cache is not cleaned in the same RUN", step);
            }
        });
    }

    private static boolean removesCache(List<String> words, String manager) {
        String cache = "/var/cache/" + (manager.equals("zypper") ? "zypp" : manager);
        return words.getFirst().equals("rm")
                && words.stream()
                        .anyMatch(word ->
                                word.startsWith(cache)
                                        || word.equals("/var/cache")
                                        || word.startsWith("/var/cache/*"));
    }

    private void checkUpdates(Step step, List<PackageCommand> managers) {
        for (int i = 0; i < managers.size(); i++) {
            PackageCommand update = managers.get(i);
            boolean updates =
                    update.action().equals("update") && !update.manager().equals("microdnf");
            boolean isUsed =
                    managers.subList(i + 1, managers.size()).stream()
                            .anyMatch(PackageCommand::usesLists);
            if (updates && !isUsed) {
                reporter.add(
                        "DS-0017",
                        "'" + update.manager() + " update' without an installation behind it",
                        step);
            }
        }
    }

    /** The commands that a RUN runs, as far as can be seen. */
    static List<List<String>> commands(Instruction.Run run) {
        return switch (run.command()) {
            case Command.Script script -> ShellCommands.of(script.body());
            case Command.Exec exec -> exec(exec.arguments());
            case Command.Shell shell -> shell(shell.text(), run.heredocs());
        };
    }

    private static List<List<String>> exec(List<String> arguments) {
        if (arguments.size() > 2 && arguments.get(1).endsWith("c")) {
            return ShellCommands.of(arguments.get(2));
        }
        return List.of(arguments);
    }

    private static List<List<String>> shell(String text, List<Heredoc> heredocs) {
        if (heredocs.isEmpty()) {
            return ShellCommands.of(text);
        }
        List<List<String>> commands =
                new ArrayList<>(ShellCommands.of(text.lines().findFirst().orElse("")));
        boolean isScript = runs(commands, "sh") || runs(commands, "bash");
        if (isScript) {
            heredocs.forEach(heredoc -> commands.addAll(ShellCommands.of(heredoc.body())));
        }
        return commands;
    }
}
