package dev.cooper.dockerfile;

import static dev.cooper.dockerfile.Parsing.one;
import static dev.cooper.dockerfile.Parsing.refusedBody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.dockerfile.Instruction.Add;
import dev.cooper.dockerfile.Instruction.Copy;
import dev.cooper.dockerfile.Instruction.Onbuild;
import dev.cooper.dockerfile.Instruction.Run;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class HeredocTest {

    private static Command command(String... lines) {
        return one(Run.class, lines).command();
    }

    @Test
    void makesALoneHeredocTheScript() {
        assertEquals(
                new Command.Script("EOF", "a\n  b\n\n"),
                command("RUN <<EOF", "a", "  b", "", "EOF"));
        assertEquals(new Command.Script("EOF", ""), command("RUN <<EOF", "EOF"));
        assertEquals(
                new Command.Script("EOF", "a\n"),
                command("RUN --network=none << \"EOF\"", "a", "EOF"));
    }

    @Test
    void knowsAScriptWithItsOwnInterpreter() {
        Command.Script python =
                (Command.Script) command("RUN <<py", "#!/usr/bin/python", "x", "py");
        assertTrue(python.hasInterpreter());
        assertFalse(((Command.Script) command("RUN <<E", "x", "E")).hasInterpreter());
    }

    @Test
    void removesLeadingTabsWhenAsked() {
        assertEquals(
                new Command.Script("EOF", "a\n  b\n"),
                command("RUN <<-EOF", "\ta", "\t  b", "\t\tEOF"));
        Run run = one(Run.class, "RUN cat <<-EOF", "\ta", "\tEOF");
        assertEquals(new Command.Shell("cat <<-EOF\n\ta\nEOF"), run.command());
        assertEquals("a\n", run.heredocs().getFirst().body());
    }

    @Test
    void leavesEverythingElseToTheShell() {
        assertEquals(
                new Command.Shell("cat <<A <<B > f\n1\nA\n2\nB"),
                command("RUN cat <<A <<B > f", "1", "A", "2", "B"));
        assertEquals(
                new Command.Shell("<<EOF sh -e\nx\nEOF"), command("RUN <<EOF sh -e", "x", "EOF"));
        assertEquals(new Command.Shell("sh 3<<EOF\nx\nEOF"), command("RUN sh 3<<EOF", "x", "EOF"));
    }

    @Test
    void endsAnUnquotedWordWhereAShellDoes() {
        assertEquals(
                new Command.Shell("cat <<EOF; echo done\nx\nEOF"),
                command("RUN cat <<EOF; echo done", "x", "EOF"));
        assertEquals(
                new Command.Shell("x=$(cat <<EOF)\nx\nEOF"),
                command("RUN x=$(cat <<EOF)", "x", "EOF"));
        assertEquals(
                new Command.Shell("cat <<EOF>f\nx\nEOF"), command("RUN cat <<EOF>f", "x", "EOF"));
    }

    @Test
    void seesNoHeredocWhereAShellSeesNone() {
        for (String text :
                List.of(
                        "cat <<< EOF",
                        "echo '<<EOF'",
                        "echo \"<<EOF\"",
                        "echo \\<<EOF",
                        "echo $((1 << 2))",
                        "echo $((1<<2))",
                        "echo it's <<EOF",
                        "echo a # <<EOF",
                        "echo a<<EOF",
                        "echo <<")) {
            assertEquals(new Command.Shell(text), command("RUN " + text), text);
        }
    }

    @Test
    void readsHeredocsOnlyWhereTheyAreAllowed() {
        assertEquals(
                new Command.Shell("cat <<EOF"),
                one(Instruction.Cmd.class, "CMD cat <<EOF").command());
        assertEquals(
                new Command.Exec(List.of("cat", "<<EOF")), command("RUN [\"cat\", \"<<EOF\"]"));
    }

    @Test
    void makesFilesForCopyAndAdd() {
        Copy copy =
                one(
                        Copy.class,
                        "COPY <<a.txt plain <<-'b.txt' /dir/",
                        "$x",
                        "a.txt",
                        "\t$y",
                        "\tb.txt");
        assertEquals(
                List.of(
                        new CopySource.Inline("a.txt", "$x\n", true),
                        new CopySource.Path("plain"),
                        new CopySource.Inline("b.txt", "$y\n", false)),
                copy.sources());
        assertEquals("/dir/", copy.destination());
        Add add = one(Add.class, "ADD <<f /f", "x", "f");
        assertEquals(List.of(new CopySource.Inline("f", "x\n", true)), add.sources());
    }

    @Test
    void expandsTheBodiesOfUnquotedFilesOnly() {
        Expansion expansion = new Expansion(Environment.of(Map.of("x", "1")), '\\');
        Copy copy =
                one(Copy.class, "COPY <<a <<\"b\" /$x/", "\"$x\"", "a", "$x", "b")
                        .expand(expansion);
        assertEquals(
                List.of(
                        new CopySource.Inline("a", "\"1\"\n", false),
                        new CopySource.Inline("b", "$x\n", false)),
                copy.sources());
        assertEquals("/1/", copy.destination());
    }

    @Test
    void keepsCarriageReturnsOfABody() {
        Copy copy = one(Copy.class, "COPY <<a /f\r", "one\r", "a\r");
        assertEquals(List.of(new CopySource.Inline("a", "one\r\n", true)), copy.sources());
    }

    @Test
    void carriesBodiesInATrigger() {
        Onbuild onbuild = one(Onbuild.class, "ONBUILD  RUN --mount=target=/x <<E", "a", "E");
        assertEquals("RUN --mount=target=/x <<E\na\nE", onbuild.trigger());
        assertEquals(new Command.Script("E", "a\n"), ((Run) onbuild.instruction()).command());
        Run again = (Run) Dockerfile.parseInstruction("trigger", onbuild.trigger());
        assertEquals(new Command.Script("E", "a\n"), again.command());
        assertEquals(new SourceRange(2, 1, 4, 2), onbuild.range());
    }

    @Test
    void refusesHeredocsThatDoNotEndOrThatAreDestinations() {
        assertEquals(
                "Dockerfile:2:9: the heredoc <<EOF has no line EOF that ends it",
                refusedBody("RUN cat <<EOF", "a", " EOF"));
        assertEquals(
                "Dockerfile:2:8: COPY cannot have a heredoc as its destination",
                refusedBody("COPY a <<EOF", "EOF"));
    }
}
