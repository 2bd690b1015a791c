package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a Dockerfile for what is allowed but probably wrong. */
public final class Lint {
    private Lint() {}

    /** Checks a file's text; a text that cannot be parsed is checked as far as it goes. */
    public static LintReport check(String fileName, byte[] content, LintOptions options) {
        SourceFile file;
        try {
            file = SourceFile.of(fileName, content);
        } catch (DockerfileException e) {
            return new LintReport(List.of(), Optional.of(e), false);
        }
        Parser parser = new Parser(file);
        try {
            return check(parser.parse(), options);
        } catch (DockerfileException e) {
            return report(parser.parsedSoFar(), options, Optional.of(e));
        }
    }

    /**
     * Checks a file.
     *
     * @throws DockerfileException when the {@code check=} directive is wrong
     */
    public static LintReport check(Dockerfile file, LintOptions options) {
        return report(file, options, Optional.empty());
    }

    private static LintReport report(
            Dockerfile file, LintOptions options, Optional<DockerfileException> error) {
        CheckOptions check = checkOptions(file, options);
        Findings findings = new Findings(check);
        new FileLint(file, findings).check();
        Optional<DockerfileException> found = error;
        if (found.isEmpty()) {
            try {
                checkStages(file, options, findings);
            } catch (DockerfileException e) {
                found = Optional.of(e);
            }
        }
        return new LintReport(findings.sorted(), found, check.error());
    }

    private static CheckOptions checkOptions(Dockerfile file, LintOptions options) {
        String text = options.check().or(() -> file.directives().check()).orElse("");
        try {
            return CheckOptions.parse(text);
        } catch (SyntaxException e) {
            if (options.check().isPresent()) {
                throw e;
            }
            throw new DockerfileException(
                    file.file(), checkLine(file), String.valueOf(e.getMessage()), "");
        }
    }

    private static SourceRange checkLine(Dockerfile file) {
        String value = file.directives().check().orElse("");
        int number = 1;
        while (number < file.file().lines().size() && !file.file().line(number).contains(value)) {
            number++;
        }
        int column = Math.max(0, file.file().line(number).indexOf(value)) + 1;
        return new SourceRange(number, column, number, column + value.length());
    }

    private static void checkStages(Dockerfile file, LintOptions options, Findings findings) {
        FromLint.checkDefaults(file, options, findings);
        Map<String, String> globals =
                GlobalArgs.resolve(file, options.predefined(), options.buildArguments());
        StageGraph graph = StageGraph.of(file, globals);
        new FromLint(file, findings, globals, options).check();
        List<Stage> stages =
                options.allStages() ? file.stages() : graph.neededBy(file.target(options.target()));
        StageLint lint = new StageLint(file, findings, globals, options, graph);
        stages.forEach(lint::check);
    }
}
