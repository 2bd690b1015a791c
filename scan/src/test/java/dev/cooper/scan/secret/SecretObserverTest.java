package dev.cooper.scan.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.inventory.Candidate;
import dev.cooper.inventory.DamagedFileException;
import dev.cooper.inventory.LayerFile;
import dev.cooper.inventory.LayerObserver;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.SecretFinding;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class SecretObserverTest {
    /** Made here, so that no scanner of this repository takes it for one. */
    private static final String TOKEN = "ghp" + "_" + made(36, 1);

    private static final String OTHER = "glpat" + "-" + made(20, 2);

    static String made(int length, int seed) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    static String privateKey(int seed) {
        String lines = made(64, seed) + "\n" + made(64, seed + 1) + "\n" + made(40, seed) + "==\n";
        String kind = "RSA PRIVATE" + " KEY-----\n";
        return "-----BEGIN " + kind + lines + "-----END " + kind;
    }

    private static List<SecretFinding> find(String path, byte[] content) throws IOException {
        LayerObserver.Observation observation = new SecretObserver(SecretRules.builtIn()).begin();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (observation.wants(new Candidate(path, name, content.length, false))) {
            observation.read(new LayerFile(path, content));
        }
        return SecretObserver.decode(observation.result(), 3, path::equals);
    }

    private static List<SecretFinding> find(String path, String text) throws IOException {
        return find(path, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void saysWhereASecretIsAndShowsStars() throws IOException {
        SecretFinding found =
                find("app/run.sh", "#!/bin/sh\n# go\nset -e\nexport T=" + TOKEN + "\nrun\nend\n")
                        .getFirst();
        assertEquals("github-pat", found.id());
        assertEquals(Severity.CRITICAL, found.severity());
        assertEquals(4, found.startLine());
        assertEquals(4, found.endLine());
        assertEquals("export T=" + "*".repeat(40), found.match());
        assertEquals(
                List.of("# go", "set -e", "export T=" + "*".repeat(40), "run", "end"),
                found.context());
        assertEquals(2, found.contextStart());
        assertEquals(3, found.layer());
        assertTrue(found.isDeleted());
    }

    @Test
    void masksEverySecretInEveryExcerpt() throws IOException {
        List<SecretFinding> found =
                find("app/.env", "A=" + TOKEN + "\nB=" + OTHER + " " + TOKEN + "\n");
        assertEquals(3, found.size());
        assertFalse(found.toString().contains(TOKEN.substring(10, 20)));
        assertFalse(found.toString().contains(OTHER.substring(10, 20)));
    }

    @Test
    void findsAPrivateKeyOverManyLinesAndInOne() throws IOException {
        String key = privateKey(3);
        String body = made(64, 3);
        SecretFinding lines = find("root/.ssh/id_rsa", key).getFirst();
        assertEquals("private-key", lines.id());
        assertEquals(1, lines.startLine());
        assertEquals(5, lines.endLine());
        assertFalse(lines.toString().contains(body.substring(40, 60)));
        String json = "{\"key\": \"" + key.replace("\n", "\\n") + "\"}";
        SecretFinding line = find("srv/account.json", json).getFirst();
        assertEquals("private-key", line.id());
        assertFalse(line.toString().contains(body.substring(10, 30)));
    }

    @Test
    void findsSecretsOnTheEdgesOfPieces() throws IOException {
        for (int at = (1 << 20) - 60; at < (1 << 20) + 5; at += 7) {
            byte[] file = new byte[(2 << 20) + 77];
            Arrays.fill(file, (byte) '\n');
            byte[] token = TOKEN.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(token, 0, file, at, token.length);
            List<SecretFinding> found = find("big.txt", file);
            assertEquals(1, found.size(), "at " + at);
            assertEquals(at + 1, found.getFirst().startLine());
        }
    }

    @Test
    void looksIntoProgramsForWhatIsKnownByItself() throws IOException {
        byte[] program =
                ("\0\1ELF" + "\0k=" + TOKEN + "\0\1secret_key = " + made(40, 9) + "\0")
                        .getBytes(StandardCharsets.ISO_8859_1);
        List<SecretFinding> found = find("usr/bin/app", program);
        assertEquals(List.of("github-pat"), found.stream().map(SecretFinding::id).toList());
        assertEquals("k=" + "*".repeat(40), found.getFirst().match());
    }

    @Test
    void leavesOutExamplesAndPlaceholders() throws IOException {
        assertEquals(List.of(), find("usr/share/doc/x/README", TOKEN));
        assertEquals(List.of(), find("srv/test/key.txt", TOKEN));
        assertEquals(List.of(), find("etc/a", "AKIA" + "IOSFODNN7EXAMPLE"));
        assertEquals(List.of(), find("etc/a", "ghp_" + "x".repeat(36)));
    }

    @Test
    void aBetterRuleComesBeforeAVagueOne() throws IOException {
        String atlassian = "ATATT3" + made(186, 6);
        List<SecretFinding> found = find("etc/jira.conf", "jira_token=" + atlassian + "\n");
        assertEquals(
                List.of("atlassian-api-token"), found.stream().map(SecretFinding::id).toList());
    }

    @Test
    void endsWhereAFileHasThousandsOfSecrets() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append("ghp").append("_").append(made(36, i)).append('\n');
        }
        SecretObserver observer = new SecretObserver(SecretRules.builtIn());
        LayerObserver.Observation observation = observer.begin();
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        assertThrows(
                DamagedFileException.class,
                () -> observation.read(new LayerFile("etc/tokens", bytes)));
        List<SecretFinding> found = SecretObserver.decode(observation.result(), 0, _ -> false);
        assertEquals(1000, found.size());
        assertFalse(found.toString().contains(made(36, 998)));
    }

    @Test
    void endsWhereEverythingLooksLikeASecret() {
        byte[] hostile = "eyJ-eyJ.eyJ-".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        SecretObserver observer = new SecretObserver(SecretRules.builtIn());
        DamagedFileException e =
                assertThrows(
                        DamagedFileException.class, () -> observer.find("hostile.txt", hostile));
        assertEquals("too many places look like secrets; not all were looked at", e.getMessage());
    }

    @Test
    void readsAnyBytesWhole() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] junk = new byte[random.nextInt(20_000)];
            random.nextBytes(junk);
            List<SecretFinding> found = new ArrayList<>();
            new FileScan(SecretRules.builtIn()).scan("junk", InputStream.nullInputStream(), found);
            found.addAll(find("junk", junk));
            assertEquals(List.of(), found);
        }
    }
}
