package dev.cooper.dockerfile;

import static dev.cooper.dockerfile.Parsing.one;
import static dev.cooper.dockerfile.Parsing.parse;
import static dev.cooper.dockerfile.Parsing.refused;
import static dev.cooper.dockerfile.Parsing.refusedBody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.dockerfile.Instruction.Env;
import dev.cooper.dockerfile.Instruction.Run;
import dev.cooper.oci.FileName;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class LexingTest {

    private static String shellText(String... lines) {
        return ((Command.Shell) one(Run.class, lines).command()).text();
    }

    @Test
    void joinsContinuationLinesAndKeepsTheirIndentation() {
        assertEquals("a     b", shellText("RUN a \\", "    b"));
        assertEquals("ab", shellText("RUN a\\ \t", "b"));
        assertEquals("a b", shellText("RUN \\", "a b"));
    }

    @Test
    void dropsCommentsAndEmptyLinesInAContinuation() {
        Dockerfile file = parse("FROM scratch", "RUN a \\", "  # why", "", "\t", "  b", "RUN c");
        Run run = (Run) file.stages().getFirst().instructions().getFirst();
        assertEquals("a   b", ((Command.Shell) run.command()).text());
        assertEquals(List.of(new SourceRange(4, 1, 4, 1)), file.emptyContinuations());
    }

    @Test
    void toleratesAContinuationAtTheEndOfTheFile() {
        assertEquals("a", shellText("RUN a \\"));
        assertEquals("a", shellText("RUN a \\", "", "# end"));
    }

    @Test
    void takesAnEscapedEscapeForText() {
        assertEquals("echo a\\\\", shellText("RUN echo a\\\\"));
        assertEquals("echo a\\\\b", shellText("RUN echo a\\\\\\", "b"));
    }

    @Test
    void readsWindowsLineEndsAndAByteOrderMark() {
        byte[] content = "\uFEFFFROM a\r\nRUN b \\\r\n c\r\n".getBytes(StandardCharsets.UTF_8);
        Dockerfile file = Dockerfile.parse("Dockerfile", content);
        Run run = (Run) file.stages().getFirst().instructions().getFirst();
        assertEquals(new Command.Shell("b  c"), run.command());
    }

    @Test
    void keepsBytesThatAreNotUtf8() {
        byte[] content = FileName.encode("FROM a\nCOPY f\uDCFF /x\n");
        Instruction.Copy copy =
                (Instruction.Copy)
                        Dockerfile.parse("Dockerfile", content)
                                .stages()
                                .getFirst()
                                .instructions()
                                .getFirst();
        assertEquals(List.of(new CopySource.Path("f\uDCFF")), copy.sources());
    }

    @Test
    void refusesALineOfMoreThan65535Bytes() {
        String long65 = "RUN " + "x".repeat(65_531);
        assertEquals(65_531, shellText(long65).length());
        assertEquals(
                "Dockerfile:2:1: the line is longer than 65535 bytes", refusedBody(long65 + "x"));
    }

    @Test
    void readsKeywordsInAnyCaseAndIndented() {
        assertEquals("RUN", one("   rUn x").keyword());
        assertEquals("rUn", one("   rUn x").origin().keyword());
    }

    @Test
    void readsDirectivesOnlyAtTheTop() {
        Dockerfile file =
                parse(
                        "#!/usr/bin/env cooper",
                        " # SynTax = docker/dockerfile:1  ",
                        "#escape=`",
                        "# check=skip=all",
                        "FROM a",
                        "RUN x `",
                        " y");
        assertEquals(
                new Directives(Optional.of("docker/dockerfile:1"), '`', Optional.of("skip=all")),
                file.directives());
        Run run = (Run) file.stages().getFirst().instructions().getFirst();
        assertEquals(new Command.Shell("x  y"), run.command());
    }

    @Test
    void takesADirectiveBehindAnythingElseForAComment() {
        assertEquals(Directives.NONE, parse("# note", "# escape=`", "FROM a").directives());
        assertEquals(Directives.NONE, parse("", "# escape=`", "FROM a").directives());
        assertEquals(Directives.NONE, parse("# unknown=1", "# escape=`", "FROM a").directives());
        assertEquals(Directives.NONE, parse("# escape=", "FROM a").directives());
    }

    @Test
    void refusesDirectivesThatAreWrong() {
        assertEquals(
                "Dockerfile:2:1: only one \"escape\" directive can be used",
                refused("# escape=`", "# Escape=`", "FROM a"));
        assertEquals(
                "Dockerfile:1:10: the escape character \"x\" is neither \\ nor `",
                refused("# escape=x", "FROM a"));
    }

    @Test
    void tellsBuiltInFrontendsFromForeignOnes() {
        for (String ours :
                List.of(
                        "docker/dockerfile",
                        "docker/dockerfile:1.7-labs",
                        "docker.io/docker/dockerfile:1@sha256:ab",
                        "mirror:5000/docker/dockerfile-upstream:master",
                        "dockerfile.v0",
                        "docker/dockerfile:1 --x")) {
            assertTrue(Directives.isBuiltIn(ours), ours);
        }
        assertEquals(
                Optional.of("tonistiigi/buildpack:1"),
                parse("# syntax=tonistiigi/buildpack:1", "FROM a").directives().foreignFrontend());
        assertEquals(Optional.empty(), parse("FROM a").directives().foreignFrontend());
    }

    @Test
    void refusesFilesForOtherFrontends() {
        assertTrue(refused("// syntax=x/y", "{}").contains("another build frontend"));
        assertTrue(refused("{\"syntax\": \"x/y\"}").contains("another build frontend"));
    }

    @Test
    void refusesFilesWithoutInstructions() {
        assertEquals("Dockerfile:1:1: the file has no instructions", refused());
        assertEquals("Dockerfile:2:1: the file has no instructions", refused("# a", "# b"));
        assertEquals(
                "Dockerfile:1:1: the file has no FROM and so nothing to build", refused("ARG a"));
        assertEquals(
                "Dockerfile:1:1: RUN comes before the first FROM; only ARG may", refused("RUN x"));
    }

    @Test
    void suggestsTheInstructionThatWasMeant() {
        DockerfileException e =
                assertThrows(DockerfileException.class, () -> parse("FROM a", "  RUNN x"));
        assertEquals(
                "Dockerfile:2:3: unknown instruction RUNN (did you mean RUN?)\n"
                        + "    RUNN x\n"
                        + "    ^",
                e.getMessage());
        assertEquals("Dockerfile:2:1: unknown instruction BANANA", refusedBody("BANANA x"));
    }

    @Test
    void readsFlagsWithQuotesAndEscapes() {
        Instruction.Copy copy =
                one(
                        Instruction.Copy.class,
                        "COPY --chown='a b':c --chmod=\\7\"5\"5 --link=FALSE -- --odd /x");
        assertEquals(Optional.of("a b:c"), copy.chown());
        assertEquals(Optional.of("755"), copy.chmod());
        assertEquals(false, copy.link());
        assertEquals(List.of(new CopySource.Path("--odd")), copy.sources());
    }

    @Test
    void refusesFlagsThatAreWrong() {
        assertEquals(
                "Dockerfile:2:6: unknown flag --chmood (did you mean --chmod?)",
                refusedBody("COPY --chmood=1 a b"));
        assertEquals(
                "Dockerfile:3:3: flag --from is given twice",
                refusedBody("COPY --from=a \\", "  --from=b c d"));
        assertEquals(
                "Dockerfile:2:6: flag --link is neither true nor false: \"\"",
                refusedBody("COPY --link= a b"));
        assertEquals(
                "Dockerfile:2:6: flag --chown needs a value: --chown=...",
                refusedBody("COPY --chown a b"));
        assertEquals("Dockerfile:2:5: unknown flag --x", refusedBody("ENV --x a=b"));
    }

    @Test
    void pointsAtThePlaceInAContinuedLine() {
        assertEquals(
                "Dockerfile:4:5: unknown flag --mout (did you mean --mount?)",
                refusedBody("RUN --network=none \\", "# note", "    --mout=type=tmpfs x"));
    }

    @Test
    void keepsTheCommentsDirectlyAboveAnInstruction() {
        assertEquals(List.of("b", "c"), one("# a", "", "# b", "#c", "RUN x").origin().comments());
        assertEquals(List.of("c"), one("# a", "#", "# c", "RUN x").origin().comments());
    }

    @Test
    void knowsWhereInstructionsBeginAndEnd() {
        Dockerfile file = parse("FROM a", " RUN x \\", "  y", "COPY <<E /f", "text", "E", "# end");
        List<Instruction> body = file.stages().getFirst().instructions();
        assertEquals(new SourceRange(2, 2, 3, 4), body.get(0).range());
        assertEquals(new SourceRange(4, 1, 6, 2), body.get(1).range());
        assertEquals(new SourceRange(1, 1, 6, 2), file.stages().getFirst().range());
        assertEquals("RUN x   y", body.get(0).origin().text());
    }

    @Test
    void takesJsonOnlyWhenItIsAnArrayOfStrings() {
        assertEquals(
                new Command.Exec(List.of("a", "b\"\u00e9\n")),
                one(Run.class, "RUN [\"a\", \"b\\\"\\u00e9\\n\" ]").command());
        assertEquals("['a']", shellText("RUN ['a']"));
        assertEquals("[\"a\",]", shellText("RUN [\"a\",]"));
        assertEquals("[\"a\"] b", shellText("RUN [\"a\"] b"));
        assertEquals("[ -f x ] && y", shellText("RUN [ -f x ] && y"));
        assertTrue(refusedBody("RUN [\"a\", 1]").contains("only have strings"));
        assertTrue(refusedBody("RUN [\"a\", [\"b\"]]").contains("only have strings"));
        assertTrue(refusedBody("CMD [null]").contains("only have strings"));
    }

    @Test
    void doesNotBreakOnDeepJson() {
        assertEquals(30_000, shellText("RUN " + "[".repeat(30_000)).length());
    }

    @Test
    void readsOneInstructionOfABaseImage() {
        Instruction instruction = Dockerfile.parseInstruction("ONBUILD of x", "ENV a=b c=d");
        assertEquals(2, ((Env) instruction).pairs().size());
        DockerfileException two =
                assertThrows(
                        DockerfileException.class,
                        () -> Dockerfile.parseInstruction("ONBUILD of x", "RUN a\nRUN b"));
        assertEquals("ONBUILD of x:2:1: only one instruction is wanted here", two.sentence());
        assertThrows(
                DockerfileException.class, () -> Dockerfile.parseInstruction("ONBUILD of x", ""));
    }
}
