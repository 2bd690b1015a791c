package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Login;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

class KubernetesSecretTest {
    @Test
    void holdsADockerConfig() throws IOException {
        String yaml = KubernetesSecret.of("pull", "h:5000", Login.of("kim", "p\"w"));
        assertTrue(yaml.contains("type: kubernetes.io/dockerconfigjson\n"), yaml);
        String data = yaml.substring(yaml.indexOf("json: ") + 6).strip();
        assertEquals(
                "{\"auths\":{\"h:5000\":{\"username\":\"kim\",\"password\":\"p\\\"w\","
                        + "\"auth\":\"a2ltOnAidw==\"}}}",
                new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
    }

    @Test
    void refusesTokensAndNamesThatAreNone() {
        assertThrows(
                IOException.class,
                () -> KubernetesSecret.of("a", "h", Login.ofIdentityToken("kim", "t")));
        for (String name : new String[] {"", "A", "a_b", "-a", "a-", "a..b", "a\nb"}) {
            assertThrows(SyntaxException.class, () -> KubernetesSecret.checkName(name), name);
        }
        KubernetesSecret.checkName("pull-secret.example");
    }
}
