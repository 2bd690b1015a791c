package dev.cooper.scan.misconfiguration;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A short, blind run of the fuzz target over mutations of good files. */
class ChecksFuzzTest {
    private static final String TOKENS = "\"'[]{}=:.,-#\n \\&*!|<>$;()%@`~\0";

    @Test
    void mutatedFilesNeverDoWorseThanASyntaxException() throws IOException {
        Random random = new Random(Long.getLong("tests.seed", 20261122L));
        List<byte[]> seeds =
                List.of(
                        bytes(
                                "ARG V=1\n"
                                        + "FROM a:$V AS b\n"
                                        + "# trivy:ignore:DS-0002 exp:2027-01-01\n"
                                        + "USER root\n"
                                        + "RUN apt-get install -y x && cd / \\\n"
                                        + " && sudo y\n"
                                        + "ENV TOKEN=\"a b\" C=d\n"
                                        + "EXPOSE 20-25/tcp\n"
                                        + "WORKDIR a\n"),
                        bytes(
                                "FROM x\n"
                                        + "RUN <<EOF\n"
                                        + "yum install x\n"
                                        + "EOF\n"
                                        + "COPY --from=0 a b c/\n"
                                        + "ONBUILD RUN wget x | curl y\n"
                                        + "ADD a.tar /\n"
                                        + "CMD [\"a\"]\n"),
                        bytes(
                                "apiVersion: v1\n"
                                        + "kind: List\n"
                                        + "items:\n"
                                        + "- &a {apiVersion: v1, kind: Pod, spec: {hostPID: true,"
                                        + " containers: [{name: x, image: y}]}}\n"
                                        + "- <<: *a\n"),
                        bytes(
                                "apiVersion: v1\n"
                                        + "kind: Pod\n"
                                        + "spec:\n"
                                        + "  # trivy:ignore:*\n"
                                        + "  containers:\n"
                                        + "  - image: a:latest\n"
                                        + "    securityContext:\n"
                                        + "      runAsUser: 0\n"));
        for (int i = 0; i < 1500; i++) {
            byte[] input = seeds.get(i % seeds.size()).clone();
            for (int n = random.nextInt(5); n > 0; n--) {
                input[random.nextInt(input.length)] =
                        (byte)
                                (random.nextBoolean()
                                        ? random.nextInt()
                                        : TOKENS.charAt(random.nextInt(TOKENS.length())));
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(input.length) : input.length;
            ChecksFuzz.fuzzerTestOneInput(Arrays.copyOf(input, length));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
