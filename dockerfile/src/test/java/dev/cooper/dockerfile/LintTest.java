package dev.cooper.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Platform;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class LintTest {
    private static final Platform ARM = Platform.of("linux", "arm64");
    private static final LintOptions OPTIONS = LintOptions.forPlatform(ARM);

    private static LintReport report(LintOptions options, String... lines) {
        byte[] content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return Lint.check("Dockerfile", content, options);
    }

    /** What was found, as {@code line rule: detail}. */
    private static List<String> found(LintOptions options, String... lines) {
        return report(options, lines).warnings().stream()
                .map(w -> w.range().startLine() + " " + w.ruleName() + ": " + w.detail())
                .toList();
    }

    private static List<String> found(String... lines) {
        return found(OPTIONS, lines);
    }

    private static BaseImages images(String... environment) {
        return (_, _) -> Optional.of(new BaseImage(ARM, List.of(environment), false, List.of()));
    }

    @Test
    void saysNothingAboutACleanFile() {
        assertEquals(
                List.of(),
                found(
                        "# syntax=docker/dockerfile:1",
                        "ARG tag=1",
                        "FROM --platform=$BUILDPLATFORM base:$tag AS build",
                        "WORKDIR /src",
                        "ENV A=b",
                        "COPY a $A/",
                        "EXPOSE 80/tcp",
                        "CMD [\"x\"]",
                        "FROM build AS next",
                        "WORKDIR sub"));
    }

    @Test
    void wantsStageNamesLowerUniqueAndNotReserved() {
        assertEquals(
                List.of(
                        "1 StageNameCasing: Stage name 'Base' should be lowercase",
                        "2 DuplicateStageName: Duplicate stage name \"base\", stage names should be"
                                + " unique",
                        "3 ReservedStageName: Stage name should not use the same name as reserved"
                                + " stage \"scratch\""),
                found("FROM a AS Base", "FROM b AS base", "FROM c AS scratch"));
    }

    @Test
    void wantsOneCasing() {
        assertEquals(
                List.of(
                        "1 FromAsCasing: 'as' and 'FROM' keywords' casing do not match",
                        "2 ConsistentInstructionCasing: Command 'Run' should match the case of the"
                                + " command majority (uppercase)",
                        "3 ConsistentInstructionCasing: Command 'copy' should match the case of"
                                + " the command majority (uppercase)"),
                found("FROM a as b", "Run x", "copy a b", "RUN y"));
        assertEquals(
                List.of(
                        "1 ConsistentInstructionCasing: Command 'FROM' should match the case of"
                                + " the command majority (lowercase)"),
                found("FROM a AS b", "run x", "run y"));
    }

    @Test
    void reportsEmptyContinuationLines() {
        assertEquals(
                List.of("3 NoEmptyContinuation: Empty continuation line"),
                found("FROM a", "RUN x \\", "", "  y"));
    }

    @Test
    void recommendsJsonUnlessAShellIsChosen() {
        assertEquals(
                List.of(
                        "2 JSONArgsRecommended: JSON arguments recommended for CMD to prevent"
                                + " unintended behavior related to OS signals"),
                found("FROM scratch", "CMD x"));
        assertEquals(
                List.of(), found("FROM scratch AS a", "SHELL [\"/b\"]", "FROM a", "ENTRYPOINT x"));
    }

    @Test
    void warnsOfRepeatedInstructionsAtTheOnesThatDoNotCount() {
        List<String> found =
                found(
                        "FROM scratch AS a",
                        "CMD [\"1\"]",
                        "HEALTHCHECK NONE",
                        "CMD [\"2\"]",
                        "HEALTHCHECK CMD x",
                        "FROM a",
                        "CMD [\"3\"]");
        assertEquals(2, found.size());
        assertTrue(found.get(0).startsWith("2 MultipleInstructionsDisallowed: Multiple CMD"));
        assertTrue(found.get(1).startsWith("3 MultipleInstructionsDisallowed: Multiple HEALTH"));
    }

    @Test
    void warnsOfOldForms() {
        List<String> found =
                found("FROM scratch", "MAINTAINER me", "ENV a b", "LABEL c d", "WORKDIR rel/");
        assertEquals(
                List.of(
                        "2 MaintainerDeprecated: Maintainer instruction is deprecated in favor of"
                                + " using label",
                        "3 LegacyKeyValueFormat: \"ENV key=value\" should be used instead of"
                                + " legacy \"ENV key value\" format",
                        "4 LegacyKeyValueFormat: \"LABEL key=value\" should be used instead of"
                                + " legacy \"LABEL key value\" format",
                        "5 WorkdirRelativePath: Relative workdir \"rel/\" can have unexpected"
                                + " results if the base image changes"),
                found);
    }

    @Test
    void findsUndefinedVariablesWithTheBaseImagesEnvironment() {
        LintOptions options = OPTIONS.withBaseImages(images("HOME=/root"));
        assertEquals(
                List.of(
                        "2 UndefinedVar: Usage of undefined variable '$PAHT' (did you mean"
                                + " $PATH?)",
                        "3 UndefinedVar: Usage of undefined variable '$foo'"),
                found(
                        options,
                        "FROM img",
                        "ENV PATH=$PAHT:$HOME",
                        "COPY $foo $foo /x",
                        "ARG foo",
                        "COPY $foo /x"));
        assertEquals(List.of(), found("FROM unknown", "COPY $foo /x"));
        assertEquals(
                List.of(),
                found(options, "FROM img AS a", "ARG foo=1", "FROM a", "COPY $foo $PATH /x"));
    }

    @Test
    void checksArgumentsOfFrom() {
        assertEquals(
                List.of(
                        "2 UndefinedArgInFrom: FROM argument 'BULIDPLATFORM' is not declared (did"
                                + " you mean BUILDPLATFORM?)"),
                found("ARG D", "FROM --platform=linux/${BULIDPLATFORM:-arm} a${D}"));
        assertEquals(
                List.of(
                        "2 InvalidDefaultArgInFrom: Default value for ARG a:$v results in empty or"
                                + " invalid base image name"),
                found(OPTIONS.withArguments(Map.of(), Map.of("v", "1")), "ARG v", "FROM a:$v"));
    }

    @Test
    void checksPlatformsOfFrom() {
        assertEquals(
                List.of(
                        "1 RedundantTargetPlatform: Setting platform to predefined"
                                + " ${TARGETPLATFORM} in FROM is redundant as this is the default"
                                + " behavior",
                        "2 FromPlatformFlagConstDisallowed: FROM --platform flag should not use"
                                + " constant value \"linux/amd64\""),
                found(
                        "FROM --platform=${TARGETPLATFORM} scratch",
                        "FROM --platform=linux/amd64 a AS b",
                        "FROM --platform=linux/amd64 a AS b_amd64"));
        assertEquals(
                List.of(
                        "1 InvalidBaseImagePlatform: Base image img was pulled with platform"
                                + " \"linux/arm64\", expected \"linux/amd64\" for current build"),
                found(
                        OPTIONS.withBaseImages(images()),
                        "FROM --platform=linux/amd64 img AS amd64"));
    }

    @Test
    void findsSecretsByTheWordsOfTheirNames() {
        assertEquals(
                List.of(
                        "2 SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive"
                                + " data (ARG \"SECRET_PASSPHRASE\")",
                        "3 SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive"
                                + " data (ENV \"git_Key\")",
                        "3 SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive"
                                + " data (ENV \"auth\")"),
                found(
                        "FROM scratch",
                        "ARG SECRET_PASSPHRASE",
                        "ENV git_Key=x auth=y sunflower=z keyboard=k",
                        "ENV PUBLIC_KEY=x password_FILE=y AUTH_VERSION=1",
                        "# check=skip=SecretsUsedInArgOrEnv // it is a test",
                        "ENV password=x"));
    }

    @Test
    void findsCopiesOfIgnoredFiles() {
        IgnoreFile ignore = IgnoreFile.of(List.of("dist", "*.key"));
        assertEquals(
                List.of(
                        "2 CopyIgnoredFile: Attempting to Copy file \"dist/x\" that is excluded by"
                                + " .dockerignore",
                        "3 CopyIgnoredFile: Attempting to Add file \"/a.key\" that is excluded by"
                                + " .dockerignore"),
                found(
                        OPTIONS.withIgnoreFile(ignore),
                        "FROM scratch AS a",
                        "COPY ./dist/x ok /x/",
                        "ADD /a.key https://x/a.key /x/",
                        "COPY . /all",
                        "COPY --from=a dist /y"));
        assertEquals(
                List.of(
                        "2 CopyIgnoredFile: Attempting to Copy file \".\" that is excluded by"
                                + " .dockerignore"),
                found(
                        OPTIONS.withIgnoreFile(IgnoreFile.of(List.of("*"))),
                        "FROM scratch",
                        "COPY . /x"));
        assertEquals(
                List.of(),
                found(
                        OPTIONS.withIgnoreFile(IgnoreFile.of(List.of("**", "!a"))),
                        "FROM scratch",
                        "COPY b /x"));
    }

    @Test
    void checksPorts() {
        assertEquals(
                List.of(
                        "2 ExposeInvalidFormat: EXPOSE instruction should not define an IP address"
                                + " or host-port mapping, found '1.2.3.4:80:80'",
                        "2 ExposeProtoCasing: Defined protocol '81/UDP' in EXPOSE instruction"
                                + " should be lowercase"),
                found("FROM scratch", "EXPOSE 1.2.3.4:80:80 81/UDP 82"));
    }

    @Test
    void readsDescriptionsOnlyWhenAsked() {
        String[] lines = {
            "# check=experimental=all",
            "# a says what",
            "ARG a",
            "# wrong",
            "ARG b",
            "# also wrong",
            "ARG c d",
            "# not about it",
            "",
            "FROM scratch AS x",
            "# nope",
            "COPY a b"
        };
        assertEquals(
                List.of(
                        "5 InvalidDefinitionDescription: Comment for ARG should follow the format:"
                                + " `# b <description>`",
                        "7 InvalidDefinitionDescription: Comment for ARG should follow the format:"
                                + " `# <arg_key> <description>`"),
                found(lines));
        lines[0] = "# plain";
        assertEquals(List.of(), found(lines));
    }

    @Test
    void skipsWhatTheFileOrTheUserWantsSkipped() {
        String[] lines = {"# check=skip=StageNameCasing, FromAsCasing", "FROM a as B", "CMD x"};
        assertEquals(1, found(lines).size());
        assertEquals(List.of(), found(OPTIONS.withCheck("skip=all"), lines));
        assertEquals(3, found(OPTIONS.withCheck(""), lines).size());
    }

    @Test
    void failsTheBuildWhenAsked() {
        LintReport report = report(OPTIONS, "# check=error=true", "FROM a AS B", "CMD x");
        assertEquals(
                Optional.of("lint violation found for rules: JSONArgsRecommended, StageNameCasing"),
                report.violation());
        assertEquals(Optional.empty(), report(OPTIONS, "FROM a AS B").violation());
    }

    @Test
    void leavesOutStagesThatTheTargetDoesNotNeed() {
        String[] lines = {
            "FROM scratch AS a",
            "ENV k v",
            "FROM scratch AS b",
            "ENV k v",
            "FROM scratch AS c",
            "COPY --from=b x /"
        };
        assertEquals(1, found(OPTIONS.withTarget("b"), lines).size());
        assertEquals(1, found(OPTIONS.withTarget(""), lines).size());
        assertEquals(2, found(lines).size());
    }

    @Test
    void warnsAlsoOfWhatStandsBeforeAnError() {
        LintReport report = report(OPTIONS, "FROM scratch AS Bad", "MAINTAINER me", "BADCMD");
        assertEquals(
                List.of("StageNameCasing", "MaintainerDeprecated"),
                report.warnings().stream().map(Warning::ruleName).toList());
        assertEquals(
                "Dockerfile:3:1: unknown instruction BADCMD",
                report.error().orElseThrow().sentence());
        LintReport empty = report(OPTIONS, "FROM ${x} AS Bad");
        assertEquals(3, empty.warnings().size());
        assertTrue(empty.error().orElseThrow().sentence().contains("is empty: x is not set"));
    }

    @Test
    void followsTriggersOfABaseWithoutWarningOfThem() {
        BaseImages images =
                (_, _) ->
                        Optional.of(
                                new BaseImage(
                                        ARM,
                                        List.of(),
                                        false,
                                        List.of("ENV fromTrigger value", "WORKDIR rel")));
        assertEquals(
                List.of(),
                found(OPTIONS.withBaseImages(images), "FROM img", "COPY $fromTrigger sub/"));
    }

    @Test
    void namesThePageOfEachRule() {
        Warning warning = report(OPTIONS, "FROM scratch", "CMD x").warnings().getFirst();
        assertEquals(
                "https://docs.docker.com/go/dockerfile/rule/json-args-recommended/", warning.url());
        for (Rule rule : Rule.values()) {
            StringBuilder name = new StringBuilder();
            for (String word : rule.name().split("_", -1)) {
                name.append(word.charAt(0))
                        .append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
            }
            assertTrue(rule.ruleName().equalsIgnoreCase(name.toString()), rule.ruleName());
        }
    }

    @Test
    void pointsAtAWrongCheckDirective() {
        DockerfileException e =
                org.junit.jupiter.api.Assertions.assertThrows(
                        DockerfileException.class,
                        () -> report(OPTIONS, "# check=skap=all", "FROM a"));
        assertEquals(
                "Dockerfile:1:9: \"skap=all\" in check= is none of skip=, error=, experimental=",
                e.sentence());
    }
}
