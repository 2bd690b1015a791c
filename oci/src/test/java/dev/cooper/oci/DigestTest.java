package dev.cooper.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String EMPTY =
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void readsAndWritesDigests() {
        assertEquals(EMPTY, Digest.parse(EMPTY).toString());
        assertEquals(Digest.parse(EMPTY), Digest.sha256(new byte[0]));
        assertEquals("e3b0c44298fc", Digest.parse(EMPTY).shortHex());
        String sha512 = "sha512:" + "ab".repeat(64);
        assertEquals(sha512, Digest.parse(sha512).toString());
        assertTrue(Digest.parse(EMPTY).compareTo(Digest.parse(sha512)) < 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "sha256",
                "sha256:",
                "sha256:abc",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g",
                "sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha256:../../../../../../../../../../../../../../../../../../../../etc/passwd"
            })
    void refusesWhatIsNoDigest(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> Digest.parse(text));
        assertTrue(e.getMessage().startsWith("invalid digest"), e.getMessage());
    }
}
