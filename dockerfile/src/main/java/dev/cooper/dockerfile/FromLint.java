package dev.cooper.dockerfile;

import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The checks of FROM that need the global arguments. */
final class FromLint {
    private final Dockerfile file;
    private final Findings findings;
    private final Map<String, String> globals;
    private final Set<String> declared = new HashSet<>();

    FromLint(Dockerfile file, Findings findings, Map<String, String> globals, LintOptions options) {
        this.file = file;
        this.findings = findings;
        this.globals = globals;
        declared.addAll(globals.keySet());
        declared.addAll(options.predefined().keySet());
        file.globalArgs()
                .forEach(arg -> arg.declarations().forEach(one -> declared.add(one.name())));
    }

    /** Checks that every FROM also has a valid base without any {@code --build-arg}. */
    static void checkDefaults(Dockerfile file, LintOptions options, Findings findings) {
        Map<String, String> defaults;
        try {
            defaults = GlobalArgs.resolve(file, options.predefined(), Map.of());
        } catch (DockerfileException _) {
            return; // the arguments have no values without --build-arg, on purpose
        }
        char escape = file.directives().escape();
        for (Stage stage : file.stages()) {
            try {
                Reference.parse(
                        new Expansion(Environment.viewOf(defaults), escape).word(stage.baseName()));
            } catch (SyntaxException _) {
                findings.add(
                        Rule.INVALID_DEFAULT_ARG_IN_FROM,
                        "Default value for ARG "
                                + stage.baseName()
                                + " results in empty or invalid base image name",
                        stage.from());
            }
        }
    }

    void check() {
        for (Stage stage : file.stages()) {
            expand(stage.from(), stage.baseName());
            if (stage.platform().isPresent()) {
                checkPlatform(stage, stage.platform().get());
            }
            // Blank results are errors; found after the warnings, which say why.
            stage.from().expand(expansion());
        }
    }

    private Expansion expansion() {
        return new Expansion(Environment.viewOf(globals), file.directives().escape());
    }

    private String expand(Instruction.From from, String text) {
        Expansion expansion = expansion();
        String value = InstructionExpansion.word(from, expansion, text);
        for (String name : expansion.undefined()) {
            if (!declared.contains(name)) {
                String hint =
                        Suggestion.nearest(name, declared)
                                .map(near -> " (did you mean " + near + "?)")
                                .orElse("");
                findings.add(
                        Rule.UNDEFINED_ARG_IN_FROM,
                        "FROM argument '" + name + "' is not declared" + hint,
                        from);
            }
        }
        return value;
    }

    private void checkPlatform(Stage stage, String written) {
        String value = expand(stage.from(), written);
        Expansion expansion = expansion();
        expansion.word(written);
        if (expansion.used().equals(Set.of("TARGETPLATFORM"))
                && expansion.undefined().isEmpty()
                && value.equals(globals.get("TARGETPLATFORM"))) {
            findings.add(
                    Rule.REDUNDANT_TARGET_PLATFORM,
                    "Setting platform to predefined "
                            + written
                            + " in FROM is redundant as this is the default behavior",
                    stage.from());
        }
        boolean constant = expansion.used().isEmpty() && expansion.undefined().isEmpty();
        if (constant && !isNamedAfter(stage, value)) {
            findings.add(
                    Rule.FROM_PLATFORM_FLAG_CONST_DISALLOWED,
                    "FROM --platform flag should not use constant value \"" + value + "\"",
                    stage.from());
        }
    }

    /** A stage that is named after its platform means it. */
    private static boolean isNamedAfter(Stage stage, String platform) {
        Optional<Platform> parsed;
        try {
            parsed = Optional.of(Platform.parse(platform));
        } catch (SyntaxException _) {
            return true; // a wrong platform is an error elsewhere
        }
        String name = stage.name().orElse("");
        return name.contains(parsed.get().os()) || name.contains(parsed.get().architecture());
    }
}
