package dev.cooper.scan.misconfiguration;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.secret.SecretObserver;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks Dockerfiles. Any number of threads may use it. */
public final class DockerfileChecks {
    /** How reports call what is checked here. */
    public static final String TYPE = "dockerfile";

    private final SecretObserver secrets;
    private final LocalDate today;

    /**
     * @param secrets finds secrets in the text
     * @param today decides which comments still count
     */
    public DockerfileChecks(SecretObserver secrets, LocalDate today) {
        this.secrets = secrets;
        this.today = today;
    }

    /** Whether a file of this name is a Dockerfile. */
    public static boolean isDockerfile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".dockerignore")) {
            return false;
        }
        return lower.equals("dockerfile")
                || lower.equals("containerfile")
                || lower.startsWith("dockerfile.")
                || lower.startsWith("containerfile.")
                || lower.endsWith(".dockerfile")
                || lower.endsWith(".containerfile");
    }

    /**
     * Checks a file.
     *
     * @param path how reports call it
     * @throws dev.cooper.dockerfile.DockerfileException when it is no Dockerfile
     */
    public Checked check(String path, byte[] content) throws IOException {
        Dockerfile file = Dockerfile.parse(path, content);
        List<SecretFinding> found = new ArrayList<>();
        SourceText text = new SourceText(secrets.mask(path, content, found));
        List<DockerfileStage> stages = stages(file, text);
        Reporter reporter = new Reporter(TYPE, path, ignores(file, stages)::until);
        StageChecks whole = new StageChecks(file, reporter);
        StepChecks single = new StepChecks(reporter);
        RunChecks runs = new RunChecks(reporter);
        List<Step> all = new ArrayList<>();
        file.globalArgs().forEach(arg -> all.add(text.step(arg)));
        for (DockerfileStage stage : stages) {
            whole.check(stage);
            runs.check(stage.steps());
            all.addAll(stage.steps());
        }
        all.forEach(single::check);
        whole.checkLast(stages.getLast());
        report(found, all, reporter);
        return reporter.checked(Check.all("DS-"));
    }

    private static List<DockerfileStage> stages(Dockerfile file, SourceText text) {
        List<DockerfileStage> stages = new ArrayList<>();
        for (Stage stage : file.stages()) {
            Optional<DockerfileStage> base =
                    file.earlierStage(stage.baseName(), stage.index())
                            .map(earlier -> stages.get(earlier.index()));
            List<Step> steps = stage.instructions().stream().map(text::step).toList();
            stages.add(new DockerfileStage(stage, text.step(stage.from()), steps, base));
        }
        return stages;
    }

    private InlineIgnores ignores(Dockerfile file, List<DockerfileStage> stages) {
        InlineIgnores ignores = new InlineIgnores(today);
        for (Instruction.Arg arg : file.globalArgs()) {
            arg.origin().comments().forEach(each -> ignores.read(each, 0, Integer.MAX_VALUE));
        }
        for (DockerfileStage stage : stages) {
            int end = stage.stage().range().endLine();
            boolean isLast = stage.stage().index() == stages.size() - 1;
            for (String comment : stage.stage().from().origin().comments()) {
                ignores.read(comment, stage.from().startLine(), end);
                if (isLast) {
                    ignores.read(comment, 0, 0);
                }
            }
            for (Step step : stage.steps()) {
                for (String comment : comments(step)) {
                    ignores.read(comment, step.startLine(), step.endLine());
                }
            }
        }
        return ignores;
    }

    /** The comments above an instruction, and those between its lines. */
    private static List<String> comments(Step step) {
        List<String> comments = new ArrayList<>(step.instruction().origin().comments());
        for (String line : step.code()) {
            if (line.stripLeading().startsWith("#")) {
                comments.add(line);
            }
        }
        return comments;
    }

    private static void report(List<SecretFinding> found, List<Step> steps, Reporter reporter) {
        for (SecretFinding secret : found) {
            for (Step step : steps) {
                if (step.startLine() <= secret.startLine()
                        && secret.startLine() <= step.endLine()) {
                    String where = step.instruction().keyword();
                    reporter.add("DS-0031", where + " has a secret: " + secret.title(), step);
                }
            }
        }
    }
}
