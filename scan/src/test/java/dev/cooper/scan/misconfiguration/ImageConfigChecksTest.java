package dev.cooper.scan.misconfiguration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.secret.SecretObserver;
import dev.cooper.scan.secret.SecretRules;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

class ImageConfigChecksTest {
    private static final List<History> BASE =
            List.of(
                    step("/bin/sh -c #(nop) ADD file:0123 in / ", false),
                    step("/bin/sh -c yum install -y vim", false),
                    step("/bin/sh -c #(nop)  CMD [\"bash\"]", true));

    private static History step(String createdBy, boolean isEmpty) {
        return new History(Optional.empty(), createdBy, "", "", isEmpty);
    }

    private static Checked check(ContainerConfig config, History... own) throws IOException {
        List<History> history = new java.util.ArrayList<>(BASE);
        history.addAll(List.of(own));
        ImageConfig image =
                new ImageConfig(
                        Optional.empty(),
                        "",
                        Platform.parse("linux/amd64"),
                        config,
                        List.of(),
                        history);
        return new ImageConfigChecks(new SecretObserver(SecretRules.builtIn()))
                .check("config", image, ImageConfigChecks.guessBase(history));
    }

    private static List<String> ids(List<MisconfigurationFinding> findings) {
        return findings.stream().map(MisconfigurationFinding::id).toList();
    }

    @Test
    void readsHistoryOfEveryBuilder() throws IOException {
        Checked checked =
                check(
                        ContainerConfig.EMPTY.withUser("app"),
                        step("RUN /bin/sh -c apt-get install vim # buildkit", false),
                        step("|2 A=1 B=2 /bin/sh -c sudo make", false),
                        step("WORKDIR app", true),
                        step("CMD [\"a\"]", true));
        assertEquals(
                List.of("DS-0021", "DS-0029", "DS-0010", "DS-0009", "DS-0026"),
                ids(checked.findings()));
        assertEquals(2, checked.findings().getFirst().layer());
        assertEquals(3, checked.findings().get(2).layer());
        assertEquals(List.of("RUN apt-get install vim"), checked.findings().getFirst().code());
    }

    @Test
    void tellsTheStepsOfTheBaseApart() throws IOException {
        Checked checked = check(ContainerConfig.EMPTY.withUser("1"), step("COPY a /b", false));
        assertEquals(List.of("DS-0026"), ids(checked.findings()));
        assertEquals(List.of("DS-0015"), ids(checked.ofBase()));
    }

    @Test
    void looksAtWhatTheImageIs() throws IOException {
        Checked checked =
                check(
                        ContainerConfig.EMPTY
                                .withExposedPorts(new TreeSet<>(List.of("22/tcp")))
                                .withEnv(List.of("PATH=/bin", "DB_PASSWORD=hunter22")),
                        step("COPY a /b", false));
        assertEquals(List.of("DS-0002", "DS-0026", "DS-0004", "DS-0031"), ids(checked.findings()));
        assertFalse(checked.toString().contains("hunter22"));
    }
}
