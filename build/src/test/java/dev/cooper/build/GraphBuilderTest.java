package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

class GraphBuilderTest {
    private static List<String> history(Graph graph) {
        return graph.history().stream().map(Graph.Entry::createdBy).toList();
    }

    private static RunStep run(Graph graph) {
        return assertInstanceOf(Vertex.Run.class, graph.root()).step();
    }

    private static List<String> names(Graph graph) {
        return graph.vertices().stream().map(vertex -> vertex.label().name()).toList();
    }

    @Test
    void scratchHasTheDefaultPathAndWorkingDirectory() throws IOException {
        Graph graph = Requests.of("FROM scratch\nLABEL a=b\n").graph();
        assertEquals(List.of("PATH=" + StageBuilder.DEFAULT_PATH), graph.config().env());
        assertEquals("/", graph.config().workingDir());
        assertEquals("b", graph.config().labels().get("a"));
    }

    @Test
    void buildsOnlyStagesThatTheTargetReaches() throws IOException {
        Graph graph =
                Requests.of(
                                """
                                FROM scratch AS used
                                COPY a /a
                                FROM missing:1 AS unused
                                RUN false
                                FROM scratch
                                COPY --from=used /a /b
                                """)
                        .graph();
        assertFalse(names(graph).stream().anyMatch(name -> name.contains("unused")));
    }

    @Test
    void laterOfArgAndEnvWinsInRun() throws IOException {
        Graph graph = Requests.of("FROM scratch\nENV V=env\nARG V=arg\nRUN [\"x\"]\n").graph();
        assertTrue(run(graph).env().contains("V=arg"));
        assertTrue(graph.config().env().contains("V=env"), "ARG never enters the config");
        Graph other = Requests.of("FROM scratch\nARG V=arg\nENV V=env\nRUN [\"x\"]\n").graph();
        assertTrue(run(other).env().contains("V=env"));
    }

    @Test
    void allVariablesOfOneInstructionHaveTheValuesFromBeforeIt() throws IOException {
        Graph graph = Requests.of("FROM scratch\nENV a=1\nENV a=2 b=$a\n").graph();
        assertTrue(graph.config().env().containsAll(List.of("a=2", "b=1")));
    }

    @Test
    void globalArgIsSeenInAStageOnlyWhenDeclaredAgain() throws IOException {
        Graph graph =
                Requests.of(
                                """
                                ARG V=global
                                FROM scratch
                                LABEL before=$V
                                ARG V
                                LABEL after=$V
                                """)
                        .graph();
        assertEquals("", graph.config().labels().get("before"));
        assertEquals("global", graph.config().labels().get("after"));
    }

    @Test
    void buildArgumentWinsOverDefaults() throws IOException {
        Graph graph =
                Requests.of("ARG B=none\nFROM ${B}\nARG V=1\nLABEL v=$V\n")
                        .arg("B", "scratch")
                        .arg("V", "2")
                        .graph();
        assertEquals("2", graph.config().labels().get("v"));
    }

    @Test
    void proxyArgumentsReachTheCommandWithoutEnteringKeyOrHistory() throws IOException {
        Graph graph =
                Requests.of("FROM scratch\nRUN [\"x\"]\n").arg("http_proxy", "http://p").graph();
        assertEquals(List.of("http_proxy=http://p"), run(graph).unkeyedEnv());
        assertFalse(run(graph).env().toString().contains("http_proxy"));
        assertEquals(List.of("RUN x # buildkit"), history(graph));
    }

    @Test
    void historyOfRunListsTheArgumentsInScope() throws IOException {
        Graph graph = Requests.of("FROM scratch\nARG A=1\nARG B\nRUN make\n").graph();
        assertEquals(
                List.of("ARG A=1", "ARG B", "RUN |2 A=1 B= /bin/sh -c make # buildkit"),
                history(graph));
    }

    @Test
    void entrypointResetsAnInheritedCommandOnly() throws IOException {
        ContainerConfig base = ContainerConfig.EMPTY.withCmd(Optional.of(List.of("inherited")));
        Graph reset = Requests.of("FROM base\nENTRYPOINT [\"e\"]\n").image("base", base).graph();
        assertEquals(Optional.empty(), reset.config().cmd());
        Graph kept =
                Requests.of("FROM base\nCMD [\"own\"]\nENTRYPOINT [\"e\"]\n")
                        .image("base", base)
                        .graph();
        assertEquals(Optional.of(List.of("own")), kept.config().cmd());
    }

    @Test
    void triggersOfTheBaseRunFirstAndAreCleared() throws IOException {
        ContainerConfig base =
                ContainerConfig.EMPTY.withOnBuild(List.of("ENV TRIGGERED=yes", "COPY x /x"));
        Graph graph = Requests.of("FROM base\nLABEL v=$TRIGGERED\n").image("base", base).graph();
        assertEquals("yes", graph.config().labels().get("v"));
        assertEquals(List.of(), graph.config().onBuild());
        assertInstanceOf(Vertex.Copy.class, graph.root());
    }

    @Test
    void triggersOfAnEarlierStageRunInAStageBuiltOnIt() throws IOException {
        Graph graph =
                Requests.of("FROM scratch AS a\nONBUILD LABEL v=1\nFROM a\nLABEL w=2\n").graph();
        assertEquals("1", graph.config().labels().get("v"));
    }

    @Test
    void stagesThatStartFromOneStageShareItsVertices() throws IOException {
        Graph graph =
                Requests.of(
                                """
                                FROM scratch AS base
                                RUN ["x"]
                                FROM base AS left
                                RUN ["l"]
                                FROM base
                                COPY --from=left /l /l
                                """)
                        .graph();
        Vertex.Copy copy = assertInstanceOf(Vertex.Copy.class, graph.root());
        Vertex left = copy.step().sources().getFirst();
        assertSame(copy.root(), ((Vertex.Run) left).root());
    }

    @Test
    void copyFromALaterStageSaysToMoveItUp() {
        SyntaxException e =
                assertThrows(
                        SyntaxException.class,
                        () ->
                                Requests.of(
                                                "FROM scratch\nCOPY --from=later /a /a\n"
                                                        + "FROM scratch AS later\n")
                                        .target("0")
                                        .graph());
        assertTrue(e.getMessage().startsWith("Dockerfile:2:"), e.getMessage());
        assertTrue(e.getMessage().contains("needs to be defined before"), e.getMessage());
    }

    @Test
    void copyFromItselfIsCircular() {
        SyntaxException e =
                assertThrows(
                        SyntaxException.class,
                        () -> Requests.of("FROM scratch AS me\nCOPY --from=me /a /b\n").graph());
        assertTrue(e.getMessage().contains("circular"), e.getMessage());
    }

    @Test
    void insecureNeedsToBeAllowed() throws IOException {
        String text = "FROM scratch\nRUN --security=insecure [\"x\"]\n";
        assertThrows(SyntaxException.class, () -> Requests.of(text).graph());
        assertTrue(run(Requests.of(text).allow("security.insecure").graph()).insecure());
    }

    @Test
    void emptyBaseNameSaysWhy() {
        SyntaxException e =
                assertThrows(
                        SyntaxException.class, () -> Requests.of("ARG BASE\nFROM $BASE\n").graph());
        assertTrue(e.getMessage().contains("is empty"), e.getMessage());
    }

    @Test
    void linkIsALayerThatDoesNotDependOnItsRoot() throws IOException {
        Graph graph = Requests.of("FROM scratch\nRUN [\"x\"]\nCOPY --link a /a\n").graph();
        Vertex.Merge merge = assertInstanceOf(Vertex.Merge.class, graph.root());
        assertInstanceOf(Vertex.Scratch.class, merge.link().root());
    }

    @Test
    void workingDirectoriesBuildOnEachOther() throws IOException {
        Graph graph = Requests.of("FROM scratch\nWORKDIR /a\nWORKDIR b/../c\nCOPY x .\n").graph();
        assertEquals("/a/c", graph.config().workingDir());
        Vertex.Copy copy = assertInstanceOf(Vertex.Copy.class, graph.root());
        assertEquals("/a/c/", copy.step().destination());
    }

    @Test
    void stepsAreNumberedLikeBuildKit() throws IOException {
        ContainerConfig base = ContainerConfig.EMPTY;
        Graph graph =
                Requests.of(
                                "FROM base AS one\nRUN a\nFROM base\nWORKDIR /x\n"
                                        + "COPY --from=one /a /b\n")
                        .image("base", base)
                        .graph();
        assertTrue(names(graph).contains("[one 2/2] RUN a"), names(graph).toString());
        assertTrue(names(graph).contains("[stage-1 2/3] WORKDIR /x"), names(graph).toString());
    }

    @Test
    void heredocWithAnInterpreterIsRunAsAFile() throws IOException {
        Graph graph =
                Requests.of("FROM scratch\nRUN <<EOF\n#!/usr/bin/env python3\nprint()\nEOF\n")
                        .graph();
        assertEquals(List.of("/dev/pipes/EOF"), run(graph).argv());
        assertEquals("EOF", run(graph).script().orElseThrow().name());
    }

    @Test
    void shellReplacesTheShellOfLaterInstructions() throws IOException {
        Graph graph =
                Requests.of("FROM scratch\nSHELL [\"/bin/bash\", \"-ec\"]\nRUN a\nCMD b\n").graph();
        assertEquals(Optional.of(List.of("/bin/bash", "-ec", "b")), graph.config().cmd());
        assertEquals(
                List.of(
                        "SHELL [/bin/bash -ec]",
                        "RUN /bin/bash -ec a # buildkit",
                        "CMD [\"/bin/bash\" \"-ec\" \"b\"]"),
                history(graph));
    }

    @Test
    void healthcheckIsWordedLikeBuildKit() throws IOException {
        Graph graph =
                Requests.of(
                                "FROM scratch\n"
                                        + "HEALTHCHECK --interval=30s --timeout=1m30s --retries=3"
                                        + " CMD curl -f x\n")
                        .graph();
        assertEquals(
                List.of(
                        "HEALTHCHECK &{[\"CMD-SHELL\" \"curl -f x\"] \"30s\" \"1m30s\" \"0s\""
                                + " \"0s\" '\\x03'}"),
                history(graph));
    }

    @Test
    void cacheMountIdDefaultsToItsTarget() throws IOException {
        Graph graph =
                Requests.of("FROM scratch\nWORKDIR /w\nRUN --mount=type=cache,target=c x\n")
                        .graph();
        RunStep.Mount.Cache cache =
                assertInstanceOf(RunStep.Mount.Cache.class, run(graph).mounts().getFirst());
        assertEquals("/w/c", cache.id());
        assertEquals("/w/c", cache.target());
    }

    @Test
    void numberInAMountIsAnImageNotAStage() {
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                Requests.of(
                                                "FROM scratch\nFROM scratch\n"
                                                        + "RUN --mount=from=0,target=/x true\n")
                                        .graph());
        assertTrue(e.getMessage().contains("docker.io/library/0"), e.getMessage());
    }

    @Test
    void stageKeepsTheBuildArgumentsOfTheStageItStartsFrom() throws IOException {
        Graph graph =
                Requests.of("FROM scratch AS base\nARG foo=f\nFROM base\nLABEL v=$foo\n").graph();
        assertEquals("f", graph.config().labels().get("v"));
    }
}
