package dev.cooper.scan.misconfiguration;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.Environment;
import dev.cooper.dockerfile.Expansion;
import dev.cooper.dockerfile.GlobalArgs;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.oci.SyntaxException;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The checks of a stage as a whole, and of the last one. */
final class StageChecks {
    private final Dockerfile file;
    private final Reporter reporter;
    private final Map<String, String> globals;
    private final Map<String, Step> names = new HashMap<>();

    StageChecks(Dockerfile file, Reporter reporter) {
        this.file = file;
        this.reporter = reporter;
        this.globals = globals(file);
    }

    private static Map<String, String> globals(Dockerfile file) {
        try {
            return GlobalArgs.resolve(file, Map.of(), Map.of());
        } catch (SyntaxException _) {
            return Map.of(); // bases with variables are left out then
        }
    }

    void check(DockerfileStage stage) {
        base(stage);
        name(stage);
        once(stage, Instruction.Entrypoint.class, "DS-0007", "ENTRYPOINT");
        once(stage, Instruction.Cmd.class, "DS-0016", "CMD");
        once(stage, Instruction.Healthcheck.class, "DS-0023", "HEALTHCHECK");
        for (Step step : stage.all(Instruction.Copy.class)) {
            if (step.instruction() instanceof Instruction.Copy copy
                    && copy.from().filter(from -> isOwn(from, stage)).isPresent()) {
                reporter.add("DS-0006", "'--from' is the stage it stands in", step);
            }
        }
    }

    private static boolean isOwn(String from, DockerfileStage stage) {
        String name = from.toLowerCase(Locale.ROOT);
        return stage.stage().name().filter(name::equals).isPresent()
                || from.equals(Integer.toString(stage.stage().index()));
    }

    private void base(DockerfileStage stage) {
        if (stage.base().isPresent()) {
            return;
        }
        String base;
        try {
            base =
                    new Expansion(Environment.viewOf(globals), file.directives().escape())
                            .word(stage.stage().baseName());
        } catch (SyntaxException _) {
            return;
        }
        boolean isKnown = !base.isBlank() && !base.equals("scratch") && !base.contains("@");
        boolean isPart = base.startsWith(":") || base.endsWith(":") || base.endsWith("/");
        if (!isKnown || isPart) {
            return;
        }
        String last = base.substring(base.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        if (colon < 0) {
            reporter.add("DS-0001", "the base '" + base + "' has no tag", stage.from());
        } else if (last.substring(colon + 1).equals("latest")) {
            reporter.add("DS-0001", "the base '" + base + "' is whatever is newest", stage.from());
        }
    }

    private void name(DockerfileStage stage) {
        Optional<String> name = stage.stage().name();
        if (name.isPresent() && names.putIfAbsent(name.get(), stage.from()) != null) {
            reporter.add(
                    "DS-0012", "another stage has the name '" + name.get() + "'", stage.from());
        }
    }

    private <T extends Instruction> void once(
            DockerfileStage stage, Class<T> kind, String id, String keyword) {
        List<Step> all = stage.all(kind);
        for (Step step : all.subList(0, Math.max(0, all.size() - 1))) {
            reporter.add(id, "a later " + keyword + " takes the place of this one", step);
        }
    }

    /** Checks what the image will be. */
    void checkLast(DockerfileStage stage) {
        Optional<Step> user = stage.last(Instruction.User.class);
        if (user.isEmpty()) {
            reporter.add("DS-0002", "no USER sets a user who is not root", null);
        } else if (user.get().instruction() instanceof Instruction.User named
                && isRoot(named.user())) {
            reporter.add("DS-0002", "the last USER is 'root'", user.get());
        }
        if (stage.last(Instruction.Healthcheck.class).isEmpty()) {
            reporter.add("DS-0026", "there is no HEALTHCHECK", null);
        }
    }

    /** Whether a user, with a group or without, is root. */
    static boolean isRoot(String user) {
        int colon = user.indexOf(':');
        String name = colon < 0 ? user : user.substring(0, colon);
        return name.isEmpty() || name.equals("root") || name.matches("0+");
    }
}
