package dev.cooper.dockerfile;

import static dev.cooper.dockerfile.Parsing.one;
import static dev.cooper.dockerfile.Parsing.parse;
import static dev.cooper.dockerfile.Parsing.refused;
import static dev.cooper.dockerfile.Parsing.refusedBody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.dockerfile.Instruction.Add;
import dev.cooper.dockerfile.Instruction.Arg;
import dev.cooper.dockerfile.Instruction.Cmd;
import dev.cooper.dockerfile.Instruction.Copy;
import dev.cooper.dockerfile.Instruction.Declaration;
import dev.cooper.dockerfile.Instruction.Entrypoint;
import dev.cooper.dockerfile.Instruction.Env;
import dev.cooper.dockerfile.Instruction.Expose;
import dev.cooper.dockerfile.Instruction.Healthcheck;
import dev.cooper.dockerfile.Instruction.Label;
import dev.cooper.dockerfile.Instruction.Onbuild;
import dev.cooper.dockerfile.Instruction.Pair;
import dev.cooper.dockerfile.Instruction.Run;
import dev.cooper.dockerfile.Instruction.Shell;
import dev.cooper.dockerfile.Instruction.Stopsignal;
import dev.cooper.dockerfile.Instruction.User;
import dev.cooper.dockerfile.Instruction.Volume;
import dev.cooper.dockerfile.Instruction.Workdir;
import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class InstructionTest {

    private static Expansion with(String... pairs) {
        return new Expansion(Environment.ofPairs(List.of(pairs)), '\\');
    }

    @Test
    void splitsAFileIntoStages() {
        Dockerfile file =
                parse(
                        "ARG tag=1",
                        "FROM --platform=$BUILDPLATFORM a:$tag AS Build",
                        "RUN x",
                        "from b",
                        "FROM build");
        assertEquals(3, file.stages().size());
        Stage build = file.stages().getFirst();
        assertEquals(Optional.of("build"), build.name());
        assertEquals(Optional.of("Build"), build.from().nameAsWritten());
        assertEquals("a:$tag", build.baseName());
        assertEquals(Optional.of("$BUILDPLATFORM"), build.platform());
        assertEquals("1", file.stages().get(1).label());
        assertEquals("tag", file.globalArgs().getFirst().declarations().getFirst().name());
    }

    @Test
    void findsTargetsByNameInAnyCaseAndByIndex() {
        Dockerfile file = parse("FROM a AS one", "FROM b AS two", "FROM c");
        assertEquals(1, file.target("TWO").index());
        assertEquals(0, file.target("0").index());
        assertEquals(2, file.target("").index());
        SyntaxException e = assertThrows(SyntaxException.class, () -> file.target("tow"));
        assertEquals(
                "target stage \"tow\" is not in Dockerfile (did you mean two?)", e.getMessage());
        assertEquals(
                "target stage \"x\" is not in Dockerfile; it has one, two",
                assertThrows(SyntaxException.class, () -> file.target("x")).getMessage());
    }

    @Test
    void refusesAWrongFrom() {
        assertEquals(
                "Dockerfile:1:1: FROM needs a base, and may have a name: FROM base [AS name]",
                refused("FROM a AS"));
        assertEquals("Dockerfile:1:8: \"is\" should be AS", refused("FROM a is b"));
        assertTrue(refused("FROM a AS 1x").startsWith("Dockerfile:1:11: the stage name \"1x\""));
    }

    @Test
    void expandsFromWithGlobalArguments() {
        Dockerfile file =
                parse("ARG a=1", "ARG b=${a}2 c", "ARG d=$c", "FROM x:$b$d", "FROM ${nope}");
        Map<String, String> globals =
                GlobalArgs.resolve(file, Map.of("TARGETARCH", "arm64"), Map.of("c", "!"));
        assertEquals(
                Map.of("TARGETARCH", "arm64", "a", "1", "b", "12", "c", "!", "d", "!"), globals);
        Expansion expansion = new Expansion(Environment.of(globals), '\\');
        assertEquals("x:12!", file.stages().get(0).from().expand(expansion).baseName());
        DockerfileException empty =
                assertThrows(
                        DockerfileException.class,
                        () -> file.stages().get(1).from().expand(expansion));
        assertEquals(
                "Dockerfile:5:1: the base name \"${nope}\" is empty: nope is not set; declare it"
                        + " with ARG before the first FROM or give --build-arg",
                empty.sentence());
    }

    @Test
    void letsBuildArgumentsWinOverDefaultsAndPredefinedOnes() {
        Dockerfile file = parse("ARG a=${x:?never}", "ARG p", "FROM b");
        assertEquals(
                Map.of("a", "given", "P", "mine"),
                GlobalArgs.resolve(
                        file, Map.of("P", "theirs"), Map.of("a", "given", "P", "mine", "z", "")));
    }

    @Test
    void readsBothFormsOfPairs() {
        assertEquals(
                List.of(new Pair("a", "b c=d \"e\"", true)),
                one(Env.class, "ENV a   b c=d \"e\"").pairs());
        assertEquals(
                List.of(
                        new Pair("a", "1", false),
                        new Pair("b", "\"x y\"", false),
                        new Pair("c", "", false),
                        new Pair("d", "e\\ f", false)),
                one(Env.class, "ENV a=1 b=\"x y\" c= d=e\\ f").pairs());
        assertEquals(
                List.of(new Pair("\"my key\"", "v", false)),
                one(Label.class, "LABEL \"my key\"=v").pairs());
    }

    @Test
    void expandsPairsWithTheValuesFromBefore() {
        Env env = one(Env.class, "ENV a=new b=$a $a=k").expand(with("a=old"));
        assertEquals(
                List.of(
                        new Pair("a", "new", false),
                        new Pair("b", "old", false),
                        new Pair("old", "k", false)),
                env.pairs());
        assertEquals(
                "it is  quoted",
                one(Env.class, "ENV a it is \" quoted\"")
                        .expand(with())
                        .pairs()
                        .getFirst()
                        .value());
    }

    @Test
    void refusesPairsThatAreWrong() {
        assertEquals(
                "Dockerfile:2:9: \"b\" has no =: want name=value (quote a value that has blanks)",
                refusedBody("ENV a=1 b"));
        assertEquals("Dockerfile:2:5: ENV a has no value: want name=value", refusedBody("ENV a"));
        assertEquals("Dockerfile:2:5: ENV has a value without a name", refusedBody("ENV =x"));
        assertEquals("Dockerfile:2:1: LABEL needs at least one name", refusedBody("LABEL"));
        assertEquals("Dockerfile:2:5: ARG has a value without a name", refusedBody("ARG =x"));
    }

    @Test
    void readsArgumentsWithAndWithoutDefaults() {
        assertEquals(
                List.of(
                        new Declaration("a", Optional.empty()),
                        new Declaration("b", Optional.of("")),
                        new Declaration("c", Optional.of("'x y'"))),
                one(Arg.class, "ARG a b= c='x y'").declarations());
        Arg arg = one(Arg.class, "ARG c='$x'$x");
        assertEquals(
                Optional.of("$x1"), arg.defaultValue(arg.declarations().getFirst(), with("x=1")));
    }

    @Test
    void readsCopyWithAllItsFlags() {
        Copy copy =
                one(
                        Copy.class,
                        "COPY --from=build --chown=$u:g --chmod=u=rwX --link --parents"
                                + " --exclude=*.o --exclude=$x a b /dst/");
        assertEquals(Optional.of("build"), copy.from());
        assertEquals(true, copy.link());
        assertEquals(true, copy.parents());
        Copy expanded = copy.expand(with("u=me", "x=tmp"));
        assertEquals(Optional.of("me:g"), expanded.chown());
        assertEquals(Optional.of("u=rwX"), expanded.chmod());
        assertEquals(List.of("*.o", "tmp"), expanded.excludes());
    }

    @Test
    void readsCopyAsJsonForPathsWithBlanks() {
        Copy copy = one(Copy.class, "COPY [\"a b\", \"c\", \"/d e/\"]");
        assertEquals(List.of(new CopySource.Path("a b"), new CopySource.Path("c")), copy.sources());
        assertEquals("/d e/", copy.destination());
    }

    @Test
    void readsAddWithAllItsFlags() {
        Add add =
                one(
                        Add.class,
                        "ADD --keep-git-dir=true --checksum=sha256:$c --unpack=false"
                                + " https://x/y /z");
        assertEquals(Optional.of(true), add.keepGitDir());
        assertEquals(Optional.of(false), add.unpack());
        assertEquals(Optional.of("sha256:ab"), add.expand(with("c=ab")).checksum());
        assertEquals(Optional.empty(), one(Add.class, "ADD a b").unpack());
    }

    @Test
    void refusesCopiesThatAreWrong() {
        assertEquals(
                "Dockerfile:2:1: COPY needs at least one source and a destination",
                refusedBody("COPY a"));
        assertTrue(
                refusedBody("COPY --from=$x a b")
                        .startsWith("Dockerfile:2:6: --from cannot have a variable"));
        assertEquals("Dockerfile:2:5: unknown flag --from", refusedBody("ADD --from=x a b"));
    }

    @Test
    void readsRunFlags() {
        Run run =
                one(
                        Run.class,
                        "RUN --mount=type=tmpfs,target=/t --mount=from=b,target=/b"
                                + " --network=none --security=insecure make");
        assertEquals(List.of("type=tmpfs,target=/t", "from=b,target=/b"), run.mountTexts());
        assertEquals(Optional.of("none"), run.network());
        assertEquals(Optional.of("insecure"), run.security());
        assertEquals(List.of("b"), run.mountFroms());
        assertEquals(
                "Dockerfile:2:5: --network=hots is none of default, none, host (did you mean"
                        + " host?)",
                refusedBody("RUN --network=hots x"));
        assertEquals("Dockerfile:2:1: RUN needs a command", refusedBody("RUN --network=none"));
        assertEquals("Dockerfile:2:5: RUN [] has nothing to run", refusedBody("RUN []"));
    }

    @Test
    void readsCommands() {
        assertEquals(new Command.Shell("a $b"), one(Cmd.class, "CMD a $b").command());
        assertEquals(new Command.Exec(List.of()), one(Cmd.class, "CMD []").command());
        assertEquals(
                new Command.Exec(List.of("/x")),
                one(Entrypoint.class, "ENTRYPOINT [\"/x\"]").command());
        assertEquals("Dockerfile:2:1: CMD needs a command, or [] for none", refusedBody("CMD"));
        assertEquals(
                List.of("/bin/bash", "-c"),
                one(Shell.class, "SHELL [\"/bin/bash\", \"-c\"]").arguments());
        assertTrue(refusedBody("SHELL /bin/sh").contains("JSON array"));
        assertEquals("Dockerfile:2:1: SHELL needs at least one argument", refusedBody("SHELL []"));
    }

    @Test
    void readsHealthchecks() {
        Healthcheck full =
                one(
                        Healthcheck.class,
                        "HEALTHCHECK --interval=1m30s --timeout=1.5s --start-period=0"
                                + " --start-interval=250ms --retries=3 CMD curl -f x || exit 1");
        assertEquals(List.of("CMD-SHELL", "curl -f x || exit 1"), full.test());
        assertEquals(90_000_000_000L, full.intervalNanos());
        assertEquals(1_500_000_000L, full.timeoutNanos());
        assertEquals(0, full.startPeriodNanos());
        assertEquals(250_000_000L, full.startIntervalNanos());
        assertEquals(3, full.retries());
        assertEquals(
                List.of("CMD", "a", "b"),
                one(Healthcheck.class, "HEALTHCHECK cmd [\"a\",\"b\"]").test());
        assertEquals(List.of("NONE"), one(Healthcheck.class, "HEALTHCHECK none").test());
    }

    @Test
    void refusesWrongHealthchecks() {
        assertTrue(refusedBody("HEALTHCHECK --interval=1us CMD x").endsWith("is less than 1ms"));
        assertTrue(refusedBody("HEALTHCHECK --interval=-1s CMD x").endsWith("is less than 1ms"));
        assertTrue(refusedBody("HEALTHCHECK --timeout=5 CMD x").contains("is not a duration"));
        assertTrue(refusedBody("HEALTHCHECK --retries=-1 CMD x").contains("not a number from 0"));
        assertTrue(refusedBody("HEALTHCHECK CMD").endsWith("needs a command"));
        assertTrue(refusedBody("HEALTHCHECK NONE x").endsWith("takes no arguments"));
        assertTrue(refusedBody("HEALTHCHECK curl").endsWith("is neither CMD nor NONE"));
        assertTrue(refusedBody("HEALTHCHECK").endsWith("needs CMD and a command, or NONE"));
    }

    @Test
    void readsExposedPorts() {
        Expose expose = one(Expose.class, "EXPOSE 9000-9002/UDP $p 80").expand(with("p=1 2/sctp"));
        assertEquals(
                List.of("1/tcp", "2/sctp", "80/tcp", "9000/udp", "9001/udp", "9002/udp"),
                ExposedPorts.parse(expose.ports()));
        assertEquals(List.of("80/tcp"), ExposedPorts.parse(List.of("127.0.0.1:8080:80")));
        for (String bad : List.of("x", "70000", "9-8", "80/http", "-1", "")) {
            assertThrows(SyntaxException.class, () -> ExposedPorts.parse(List.of(bad)), bad);
        }
    }

    @Test
    void pointsAtAWrongPort() {
        Expose expose = one(Expose.class, "EXPOSE 80/http");
        assertEquals(
                "Dockerfile:2:1: \"80/http\" is not a port: the protocol is none of tcp, udp, sctp",
                assertThrows(DockerfileException.class, () -> expose.expand(with())).sentence());
    }

    @Test
    void readsTheSimpleOnes() {
        assertEquals("a b", one(User.class, "USER  a b ").user());
        assertEquals("/x y", one(Workdir.class, "WORKDIR $d/x' 'y").expand(with("d=")).path());
        assertEquals(List.of("/a", "/b"), one(Volume.class, "VOLUME /a  /b").paths());
        assertEquals(List.of("/a b"), one(Volume.class, "VOLUME [\"/a b\"]").paths());
        assertTrue(refusedBody("VOLUME [\" \"]").endsWith("cannot be an empty path"));
        assertEquals("Me <me@x>", one(Instruction.Maintainer.class, "MAINTAINER Me <me@x>").name());
        assertEquals("Dockerfile:2:1: USER needs an argument", refusedBody("USER"));
    }

    @Test
    void checksSignals() {
        for (String good : List.of("9", "SIGTERM", "term", "sigrtmin+3", "RTMAX-14")) {
            assertEquals(
                    good,
                    one(Stopsignal.class, "STOPSIGNAL $s").expand(with("s=" + good)).signal());
        }
        for (String bad : List.of("0", "65", "SIGFOO", "RTMIN+16", "")) {
            assertThrows(
                    DockerfileException.class,
                    () -> one(Stopsignal.class, "STOPSIGNAL $s").expand(with("s=" + bad)));
        }
    }

    @Test
    void readsTriggers() {
        Onbuild onbuild = one(Onbuild.class, "onbuild copy --from=x a $b");
        assertEquals("copy --from=x a $b", onbuild.trigger());
        assertEquals("COPY", onbuild.instruction().keyword());
        assertEquals(
                "Dockerfile:2:9: FROM cannot be a trigger of ONBUILD",
                refusedBody("ONBUILD FROM x"));
        assertEquals("Dockerfile:2:1: ONBUILD needs an instruction", refusedBody("ONBUILD"));
        assertEquals(
                "Dockerfile:2:9: unknown instruction RNU (did you mean RUN?)",
                refusedBody("ONBUILD RNU x"));
    }

    @Test
    void pointsExpansionErrorsAtTheInstruction() {
        DockerfileException e =
                assertThrows(
                        DockerfileException.class,
                        () -> one(Workdir.class, "WORKDIR ${x:?say where}").expand(with()));
        assertEquals("Dockerfile:2:1: x: say where", e.sentence());
        assertTrue(e.getMessage().endsWith("\n  WORKDIR ${x:?say where}\n  ^"));
    }
}
