package dev.cooper.scan.misconfiguration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.secret.SecretObserver;
import dev.cooper.scan.secret.SecretRules;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

class DockerfileChecksTest {
    private static final DockerfileChecks CHECKS =
            new DockerfileChecks(
                    new SecretObserver(SecretRules.builtIn()), LocalDate.of(2026, 11, 22));

    /** A check, a Dockerfile that it catches, and one that it does not. */
    private record Example(String id, String bad, String good) {}

    private static final List<Example> EXAMPLES =
            List.of(
                    new Example("DS-0001", "FROM debian", "FROM debian:12"),
                    new Example(
                            "DS-0001",
                            "ARG V=latest\nFROM debian:$V",
                            "ARG V=12\nFROM debian:$V AS a\nFROM a\nFROM scratch\nFROM x@sha256:"
                                    + "0".repeat(64)),
                    new Example("DS-0002", "FROM a:1\nUSER app\nUSER root", "FROM a:1\nUSER app"),
                    new Example("DS-0002", "FROM a:1", "FROM a:1 AS b\nUSER 1000:0\nFROM b"),
                    new Example("DS-0004", "FROM a:1\nEXPOSE 20-25", "FROM a:1\nEXPOSE 22/udp 80"),
                    new Example(
                            "DS-0005",
                            "FROM a:1\nADD app.jar /app/",
                            "FROM a:1\nADD rootfs.tar.gz /\nADD https://example.org/x /x"),
                    new Example(
                            "DS-0006",
                            "FROM a:1 AS one\nCOPY --from=one /a /b",
                            "FROM a:1 AS one\nFROM a:1\nCOPY --from=one /a /b"),
                    new Example(
                            "DS-0007",
                            "FROM a:1\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]",
                            "FROM a:1 AS x\nENTRYPOINT [\"a\"]\nFROM x\nENTRYPOINT [\"b\"]"),
                    new Example("DS-0008", "FROM a:1\nEXPOSE 65536", "FROM a:1\nEXPOSE 65535"),
                    new Example("DS-0009", "FROM a:1\nWORKDIR app", "FROM a:1\nWORKDIR $HOME/app"),
                    new Example(
                            "DS-0010",
                            "FROM a:1\nRUN true && sudo make install",
                            "FROM a:1\nRUN apt-get install -y sudo"),
                    new Example(
                            "DS-0011",
                            "FROM a:1\nCOPY a b /c",
                            "FROM a:1\nCOPY a b /c/\nCOPY a /c"),
                    new Example(
                            "DS-0012",
                            "FROM a:1 AS x\nFROM b:1 AS X",
                            "FROM a:1 AS x\nFROM b:1 AS y"),
                    new Example(
                            "DS-0013",
                            "FROM a:1\nRUN cd /src && make",
                            "FROM a:1\nWORKDIR /src\nRUN make && (cd sub; make)"),
                    new Example(
                            "DS-0014",
                            "FROM a:1\nRUN wget x\nRUN curl y",
                            "FROM a:1\nRUN curl x\nFROM b:1\nRUN wget y"),
                    new Example(
                            "DS-0015",
                            "FROM a:1\nRUN yum install -y vim",
                            "FROM a:1\nRUN yum install -y vim && yum clean all"),
                    new Example(
                            "DS-0016",
                            "FROM a:1\nCMD a\nCMD b",
                            "FROM a:1\nCMD a\nFROM b:1\nCMD b"),
                    new Example(
                            "DS-0017",
                            "FROM a:1\nRUN apt-get update\nRUN apt-get install -y x",
                            "FROM a:1\nRUN apt-get update && apt-get install -y x"),
                    new Example(
                            "DS-0019",
                            "FROM a:1\nRUN dnf install -y vim",
                            "FROM a:1\nRUN dnf install -y vim && rm -rf /var/cache/dnf"),
                    new Example(
                            "DS-0020",
                            "FROM a:1\nRUN zypper in -y vim",
                            "FROM a:1\nRUN zypper in -y vim && zypper cc -a"),
                    new Example(
                            "DS-0021",
                            "FROM a:1\nRUN apt-get install vim",
                            "FROM a:1\nRUN apt-get -qq install vim && apt-get install -qy x"),
                    new Example("DS-0022", "FROM a:1\nMAINTAINER me", "FROM a:1\nLABEL a=me"),
                    new Example(
                            "DS-0023",
                            "FROM a:1\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b",
                            "FROM a:1\nHEALTHCHECK CMD a"),
                    new Example(
                            "DS-0024",
                            "FROM a:1\nRUN apt-get -y dist-upgrade",
                            "FROM a:1\nRUN apt-get -y upgrade"),
                    new Example(
                            "DS-0025",
                            "FROM a:1\nRUN apk add curl",
                            "FROM a:1\nRUN apk --no-cache add curl\n"
                                    + "RUN --mount=type=cache,target=/var/cache/apk apk add x"),
                    new Example("DS-0026", "FROM a:1", "FROM a:1\nHEALTHCHECK CMD a"),
                    new Example(
                            "DS-0027",
                            "FROM a:1\nRUN microdnf install -y vim",
                            "FROM a:1\nRUN microdnf install -y vim && microdnf clean all"),
                    new Example(
                            "DS-0029",
                            "FROM a:1\nRUN apt-get install -y vim",
                            "FROM a:1\nRUN apt-get install -y --no-install-recommends vim"),
                    new Example(
                            "DS-0030",
                            "FROM a:1\nWORKDIR /etc/app",
                            "FROM a:1\nWORKDIR /usr/src/app"),
                    new Example(
                            "DS-0031",
                            "FROM a:1\nENV DB_PASSWORD=hunter22",
                            "FROM a:1\nENV DB_PASSWORD_FILE=/run/secrets/db\nENV MODE=token"));

    @TestFactory
    List<DynamicTest> eachCheckCatchesOneExampleAndPassesAnother() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Example each : EXAMPLES) {
            tests.add(
                    dynamicTest(
                            each.id() + ": " + each.bad().replace('\n', ';'),
                            () -> {
                                assertTrue(ids(each.bad()).contains(each.id()), "not caught");
                                assertFalse(ids(each.good()).contains(each.id()), "caught");
                            }));
        }
        return tests;
    }

    @Test
    void everyCheckHasAnExample() {
        assertEquals(
                Check.all("DS-").stream().map(Check::id).collect(Collectors.toSet()),
                EXAMPLES.stream().map(Example::id).collect(Collectors.toSet()));
        assertEquals(28, Check.all("DS-").size());
    }

    private static Checked check(String text) throws IOException {
        return CHECKS.check("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ids(String text) throws IOException {
        return check(text).findings().stream().map(MisconfigurationFinding::id).toList();
    }

    private static MisconfigurationFinding finding(String id, String text) throws IOException {
        return check(text).findings().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysWhereAndWhatToDo() throws IOException {
        MisconfigurationFinding found =
                finding("DS-0021", "FROM a:1\n\nRUN apt-get update && \\\n  apt-get install vim\n");
        assertEquals(3, found.startLine());
        assertEquals(4, found.endLine());
        assertEquals(List.of("RUN apt-get update && \\", "  apt-get install vim"), found.code());
        assertEquals(Severity.HIGH, found.severity());
        assertEquals(List.of("DS021", "AVD-DS-0021"), found.aliases());
        assertEquals("'apt-get install vim' asks, and nobody answers", found.message());
        assertEquals("Add '-y' to 'apt-get install'", found.resolution());
    }

    @Test
    void countsWhatPasses() throws IOException {
        Checked checked = check("FROM a:1\nUSER app\nHEALTHCHECK CMD a\n");
        assertEquals(List.of(), checked.findings());
        assertEquals(28, checked.successes());
    }

    @Test
    void commentsLeaveOutWhatTheyName() throws IOException {
        String text = "FROM a:1\n# trivy:ignore:%s\nUSER root\nHEALTHCHECK CMD a\n";
        assertEquals(List.of("DS-0002"), ids(text.formatted("DS-0001")));
        assertEquals(List.of(), ids(text.formatted("DS-0002")));
        assertEquals(List.of(), ids(text.formatted("DS002")));
        assertEquals(List.of(), ids(text.formatted("AVD-DS-0002 exp:2027-01-01")));
        assertEquals(List.of("DS-0002"), ids(text.formatted("DS-0002 exp:2026-11-22")));
        assertEquals(1, check(text.formatted("*")).ignored().size());
        assertEquals(
                List.of(), ids("# trivy:ignore:DS-0002 trivy:ignore:DS-0026\nFROM a:1\nCMD a\n"));
    }

    @Test
    void showsNoSecret() throws IOException {
        String token = "ghp" + "_" + "Zk3x9Qw7Lm2Vb5Nc8Rt1Yp4Hs6Jd0Fg2Ka7B";
        Checked checked =
                check(
                        "FROM a:1\nENV API_TOKEN=\"pa55 w0rd\" MODE=x\nRUN sudo curl -H "
                                + token
                                + " && wget x\n");
        assertEquals(
                List.of(
                        "ENV API_TOKEN may be a secret",
                        "RUN has a secret: GitHub Personal Access Token"),
                checked.findings().stream()
                        .filter(each -> each.id().equals("DS-0031"))
                        .map(MisconfigurationFinding::message)
                        .toList());
        assertFalse(checked.toString().contains("pa55"));
        assertFalse(checked.toString().contains(token.substring(8, 20)));
    }

    @Test
    void knowsDockerfilesByName() {
        for (String name :
                List.of("Dockerfile", "Dockerfile.dev", "app.Dockerfile", "Containerfile")) {
            assertTrue(DockerfileChecks.isDockerfile(name), name);
        }
        for (String name : List.of("Dockerfile.dockerignore", "mydockerfile", "README.md")) {
            assertFalse(DockerfileChecks.isDockerfile(name), name);
        }
    }

    @Test
    void readsAHundredThousandInstructions() throws IOException {
        String lines = "RUN apt-get install vim && cd / && curl x && wget y\n".repeat(100_000);
        Checked checked = check("FROM a:1\n" + lines);
        assertTrue(checked.findings().size() > 300);
    }
}
