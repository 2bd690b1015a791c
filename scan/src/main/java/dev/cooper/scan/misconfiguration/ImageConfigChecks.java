package dev.cooper.scan.misconfiguration;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.secret.SecretObserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Checks images by what their configuration says they are and by what their history says was done.
 * Steps of the base are told apart: the image's own Dockerfile cannot change them (decision 1154).
 */
public final class ImageConfigChecks {
    private final SecretObserver secrets;

    /**
     * @param secrets finds secrets in the texts
     */
    public ImageConfigChecks(SecretObserver secrets) {
        this.secrets = secrets;
    }

    /**
     * How many of the first steps of a history are the base's, as far as the history alone can say:
     * a base ends with CMD or ENTRYPOINT, and what comes behind it is the image's own.
     */
    public static int guessBase(List<History> history) {
        int last = history.size() - 1;
        while (last >= 0 && isOfMetadata(history.get(last))) {
            last--;
        }
        for (int i = last; i >= 0; i--) {
            String text = text(history.get(i)).toUpperCase(Locale.ROOT);
            if (text.startsWith("CMD ") || text.startsWith("ENTRYPOINT ")) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean isOfMetadata(History step) {
        return step.emptyLayer();
    }

    /**
     * Checks an image.
     *
     * @param path how reports call it
     * @param baseSteps how many of the first steps of the history are the base's
     */
    public Checked check(String path, ImageConfig image, int baseSteps) throws IOException {
        Reporter reporter = new Reporter(DockerfileChecks.TYPE, path, (_, _) -> Optional.empty());
        List<Step> steps = steps(image, baseSteps);
        StepChecks single = new StepChecks(reporter);
        RunChecks runs = new RunChecks(reporter);
        runs.check(steps.stream().filter(Step::isOfBase).toList());
        runs.check(steps.stream().filter(step -> !step.isOfBase()).toList());
        steps.stream().filter(step -> !isAddOfRoot(step)).forEach(single::check);
        check(image.config(), single, reporter);
        checkSecrets(image, baseSteps, reporter);
        checkEnvironment(image, steps, reporter);
        return reporter.checked(Check.all("DS-"));
    }

    /** The step by which docker's old builder says that a base begins. */
    private static boolean isAddOfRoot(Step step) {
        return step.instruction() instanceof Instruction.Add add && add.destination().equals("/");
    }

    private static void check(ContainerConfig config, StepChecks single, Reporter reporter) {
        if (StageChecks.isRoot(config.user())) {
            String message =
                    config.user().isEmpty()
                            ? "the image names no user, so it runs as root"
                            : "the image's user is '" + config.user() + "'";
            reporter.add("DS-0002", message, null);
        }
        if (config.healthcheck().isEmpty()) {
            reporter.add("DS-0026", "the image has no health check", null);
        }
        for (String port : config.exposedPorts()) {
            Instruction expose = Dockerfile.parseInstruction("config", "EXPOSE " + port);
            single.port(port, new Step(expose, 0, 0, List.of("EXPOSE " + port), -1, false));
        }
    }

    private void checkSecrets(ImageConfig image, int baseSteps, Reporter reporter)
            throws IOException {
        StringBuilder text = new StringBuilder();
        image.config().env().forEach(each -> text.append(oneLine(each)).append('\n'));
        int ofEnvironment = image.config().env().size();
        for (History step : image.history()) {
            text.append(oneLine(step.createdBy())).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (SecretFinding found : secrets.find("config.json", bytes)) {
            int number = found.startLine() - 1 - ofEnvironment;
            if (number >= baseSteps || number < 0) {
                String where = number < 0 ? "the environment" : "step " + (number + 1);
                reporter.add("DS-0031", where + " has a secret: " + found.title(), null);
            }
        }
    }

    /** Checks the variables that no step of the history sets: the steps are checked themselves. */
    private static void checkEnvironment(ImageConfig image, List<Step> steps, Reporter reporter) {
        Set<String> ofSteps = new HashSet<>();
        for (Step step : steps) {
            if (step.instruction() instanceof Instruction.Env env) {
                env.pairs().forEach(pair -> ofSteps.add(pair.key()));
            }
        }
        for (String each : image.config().env()) {
            int equals = Math.max(0, each.indexOf('='));
            String key = each.substring(0, equals);
            String value = each.substring(Math.min(each.length(), equals + 1));
            if (!ofSteps.contains(key)
                    && SecretNames.hasSecret(key)
                    && SecretNames.mayBeSecret(value)) {
                reporter.add("DS-0031", "ENV " + key + " may be a secret", null);
            }
        }
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }

    private List<Step> steps(ImageConfig image, int baseSteps) throws IOException {
        List<Step> steps = new ArrayList<>();
        int layer = -1;
        for (int i = 0; i < image.history().size(); i++) {
            History made = image.history().get(i);
            layer += made.emptyLayer() ? 0 : 1;
            Optional<Instruction> instruction = instruction(text(made));
            if (instruction.isPresent()) {
                String shown = shown(text(made), instruction.get());
                steps.add(
                        new Step(
                                instruction.get(),
                                0,
                                0,
                                List.of(shown),
                                made.emptyLayer() ? -1 : layer,
                                i < baseSteps));
            }
        }
        return steps;
    }

    private String shown(String text, Instruction instruction) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String masked =
                new String(
                        secrets.mask("config.json", bytes, new ArrayList<>()),
                        StandardCharsets.UTF_8);
        return SourceText.masked(List.of(masked), SourceText.secretValues(instruction)).getFirst();
    }

    /** The instruction that a step was made by; empty where its text cannot tell. */
    private static Optional<Instruction> instruction(String text) {
        String keyword = text.substring(0, Math.max(0, text.indexOf(' '))).toUpperCase(Locale.ROOT);
        return switch (keyword) {
            case "RUN", "COPY", "ADD", "ENV", "ARG", "WORKDIR", "MAINTAINER" -> {
                try {
                    yield Optional.of(Dockerfile.parseInstruction("history", text));
                } catch (SyntaxException _) {
                    yield Optional.empty(); // builders write what no Dockerfile would have
                }
            }
            default -> Optional.empty();
        };
    }

    /** The text of a step as a Dockerfile would have it, whichever builder wrote it. */
    private static String text(History step) {
        String text = step.createdBy().strip();
        int comment = text.lastIndexOf(" # buildkit");
        text = comment > 0 ? text.substring(0, comment) : text;
        int nop = text.indexOf("#(nop)");
        if (nop >= 0) {
            return text.substring(nop + "#(nop)".length()).strip().replace(" in /", " /");
        }
        String run = text.startsWith("RUN ") ? text.substring("RUN ".length()) : text;
        if (run.startsWith("|") || run.startsWith("/bin/sh -c ")) {
            int shell = run.indexOf("/bin/sh -c ");
            if (shell >= 0) {
                return "RUN " + run.substring(shell + "/bin/sh -c ".length()).strip();
            }
        }
        return text;
    }
}
