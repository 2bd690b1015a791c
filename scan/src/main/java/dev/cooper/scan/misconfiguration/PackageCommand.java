package dev.cooper.scan.misconfiguration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A call of a package manager.
 *
 * @param manager such as {@code apt-get}
 * @param action such as {@code install}; empty where it has none
 * @param flags as written
 * @param arguments behind the action
 */
record PackageCommand(String manager, String action, List<String> flags, List<String> arguments) {
    private static final Set<String> MANAGERS =
            Set.of("apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper");

    /** Flags whose value is the next word. */
    private static final Set<String> WITH_VALUE =
            Set.of(
                    "-o",
                    "-t",
                    "-c",
                    "--option",
                    "--target-release",
                    "--config-file",
                    "-X",
                    "--repository",
                    "-p",
                    "--root",
                    "-R");

    /** The command as one of a package manager. */
    static Optional<PackageCommand> of(List<String> words) {
        List<String> rest = words;
        if (rest.size() > 1 && rest.getFirst().equals("sudo")) {
            rest = rest.subList(1, rest.size());
        }
        String name = rest.getFirst().substring(rest.getFirst().lastIndexOf('/') + 1);
        if (!MANAGERS.contains(name)) {
            return Optional.empty();
        }
        String action = "";
        List<String> flags = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (int i = 1; i < rest.size(); i++) {
            String word = rest.get(i);
            if (word.startsWith("-")) {
                flags.add(word);
                if (WITH_VALUE.contains(word) && i + 1 < rest.size()) {
                    flags.add(rest.get(++i));
                }
            } else if (action.isEmpty()) {
                action = word;
            } else {
                arguments.add(word);
            }
        }
        return Optional.of(new PackageCommand(name, action, flags, arguments));
    }

    boolean isAptGet() {
        return manager.equals("apt-get") || manager.equals("apt");
    }

    boolean isInstall() {
        return switch (action) {
            case "install",
                    "in",
                    "add",
                    "reinstall",
                    "groupinstall",
                    "localinstall",
                    "source-install" ->
                    true;
            default -> false;
        };
    }

    /** Whether it changes what is installed, so that lists fetched before it are used. */
    boolean usesLists() {
        return isInstall()
                || switch (action) {
                    case "upgrade",
                            "dist-upgrade",
                            "full-upgrade",
                            "build-dep",
                            "download",
                            "source",
                            "satisfy" ->
                            true;
                    default -> false;
                };
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Whether it asks nothing. */
    boolean assumesYes() {
        for (String flag : flags) {
            boolean isShort = flag.length() > 1 && flag.charAt(1) != '-' && flag.startsWith("-");
            if (isShort && (flag.indexOf('y') > 0 || flag.indexOf('q') != flag.lastIndexOf('q'))) {
                return true;
            }
            switch (flag) {
                case "--yes", "--assume-yes", "--quiet=2", "-q=2" -> {
                    return true;
                }
                default -> {
                    if (flag.startsWith("APT::Get::Assume-Yes=")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
