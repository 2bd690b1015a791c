package dev.cooper.scan.misconfiguration;

import dev.cooper.dockerfile.CopySource;
import dev.cooper.dockerfile.Instruction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The checks that need no more than one instruction. */
final class StepChecks {
    private static final Set<String> SYSTEM =
            Set.of(
                    "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin",
                    "/sys");
    private static final List<String> ARCHIVES =
            List.of(".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst", ".gz", ".xz", ".bz2", ".zst");

    private final Reporter reporter;

    StepChecks(Reporter reporter) {
        this.reporter = reporter;
    }

    void check(Step step) {
        switch (step.effective()) {
            case Instruction.Expose expose -> expose.ports().forEach(port -> port(port, step));
            case Instruction.Add add -> add(add, step);
            case Instruction.Copy copy -> copy(copy, step);
            case Instruction.Workdir workdir -> workdir(workdir.path(), step);
            case Instruction.Maintainer maintainer ->
                    reporter.add("DS-0022", "MAINTAINER names " + maintainer.name(), step);
            case Instruction.Env env -> {
                for (Instruction.Pair pair : env.pairs()) {
                    if (SecretNames.hasSecret(pair.key())
                            && SecretNames.mayBeSecret(pair.value())) {
                        reporter.add("DS-0031", "ENV " + pair.key() + " may be a secret", step);
                    }
                }
            }
            case Instruction.Arg arg -> {
                for (Instruction.Declaration each : arg.declarations()) {
                    if (SecretNames.hasSecret(each.name())) {
                        reporter.add("DS-0031", "ARG " + each.name() + " may be a secret", step);
                    }
                }
            }
            case Instruction.From _,
                    Instruction.Run _,
                    Instruction.Cmd _,
                    Instruction.Entrypoint _,
                    Instruction.Label _,
                    Instruction.Volume _,
                    Instruction.User _,
                    Instruction.Shell _,
                    Instruction.Stopsignal _,
                    Instruction.Healthcheck _,
                    Instruction.Onbuild _ -> {
                // nothing that one instruction alone could get wrong
            }
        }
    }

    /** Checks a port such as {@code 22}, {@code 8000-8010/udp}. */
    void port(String word, Step step) {
        String port = word.substring(word.lastIndexOf(':') + 1);
        int slash = port.indexOf('/');
        String range = slash < 0 ? port : port.substring(0, slash);
        boolean isUdp = slash >= 0 && port.substring(slash + 1).equalsIgnoreCase("udp");
        String[] ends = range.split("-", 2);
        Optional<Long> first = number(ends[0]);
        Optional<Long> last = number(ends[ends.length - 1]);
        if (first.isEmpty() || last.isEmpty()) {
            return;
        }
        if (!isUdp && first.get() <= 22 && last.get() >= 22) {
            reporter.add("DS-0004", "port 22 is exposed", step);
        }
        if (last.get() > 65_535) {
            reporter.add("DS-0008", "port " + last.get() + " is above 65535", step);
        }
    }

    private static Optional<Long> number(String text) {
        boolean isNumber =
                !text.isEmpty()
                        && text.length() < 18
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private void add(Instruction.Add add, Step step) {
        List<String> paths = paths(add.sources());
        boolean isForCopy =
                paths.size() == add.sources().size()
                        && add.checksum().isEmpty()
                        && add.unpack().isEmpty()
                        && paths.stream().noneMatch(StepChecks::needsAdd);
        if (isForCopy) {
            reporter.add(
                    "DS-0005",
                    "'COPY " + String.join(" ", paths) + " " + add.destination() + "' is enough",
                    step);
        }
        secretFiles(paths, step);
    }

    private static boolean needsAdd(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        return lower.contains("://")
                || lower.startsWith("git@")
                || lower.contains("$")
                || lower.contains(".tar")
                || ARCHIVES.stream().anyMatch(lower::endsWith);
    }

    private void copy(Instruction.Copy copy, Step step) {
        String to = copy.destination();
        boolean isDirectory =
                to.endsWith("/") || to.equals(".") || to.equals("..") || to.contains("$");
        if (copy.sources().size() > 1 && !isDirectory) {
            reporter.add("DS-0011", "the destination '" + to + "' does not end with '/'", step);
        }
        if (copy.from().isEmpty()) {
            secretFiles(paths(copy.sources()), step);
        }
    }

    private void secretFiles(List<String> paths, Step step) {
        for (String path : paths) {
            if (SecretNames.isSecretFile(path)) {
                reporter.add("DS-0031", "the file '" + path + "' is made for secrets", step);
            }
        }
    }

    private static List<String> paths(List<CopySource> sources) {
        List<String> paths = new ArrayList<>();
        for (CopySource source : sources) {
            if (source instanceof CopySource.Path path) {
                paths.add(path.path());
            }
        }
        return paths;
    }

    private void workdir(String written, Step step) {
        String path = written.replace("\"", "").replace("'", "");
        boolean isWindows = path.length() > 1 && path.charAt(1) == ':';
        if (!path.startsWith("/") && !path.startsWith("$") && !isWindows) {
            reporter.add("DS-0009", "WORKDIR '" + path + "' is not absolute", step);
        }
        String clean =
                path.length() > 1 && path.endsWith("/")
                        ? path.substring(0, path.length() - 1)
                        : path;
        int second = clean.indexOf('/', 1);
        String top = second < 0 ? clean : clean.substring(0, second);
        if (SYSTEM.contains(top) || clean.equals("/usr") || clean.equals("/var")) {
            reporter.add("DS-0030", "WORKDIR '" + path + "' is the system's", step);
        }
    }
}
