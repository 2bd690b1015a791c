package dev.cooper.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

class ReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "alpine, docker.io/library/alpine, alpine",
        "alpine:3.19, docker.io/library/alpine:3.19, alpine:3.19",
        "library/alpine, docker.io/library/alpine, alpine",
        "docker.io/alpine, docker.io/library/alpine, alpine",
        "index.docker.io/library/alpine, docker.io/library/alpine, alpine",
        "docker.io/library/alpine:1, docker.io/library/alpine:1, alpine:1",
        "docker.io/library/a/b, docker.io/library/a/b, library/a/b",
        "me/app, docker.io/me/app, me/app",
        "me/team/app:x, docker.io/me/team/app:x, me/team/app:x",
        "localhost/app, localhost/app, localhost/app",
        "localhost:5000/x, localhost:5000/x, localhost:5000/x",
        "localhost:5000/x:1, localhost:5000/x:1, localhost:5000/x:1",
        "127.0.0.1:5000/a/b, 127.0.0.1:5000/a/b, 127.0.0.1:5000/a/b",
        "[::1]:5000/a, [::1]:5000/a, [::1]:5000/a",
        "[fe80::1]/a, [fe80::1]/a, [fe80::1]/a",
        "gcr.io/a/b:v1.0_x-y, gcr.io/a/b:v1.0_x-y, gcr.io/a/b:v1.0_x-y",
        "UPPER.example/a, UPPER.example/a, UPPER.example/a",
        "Registry/a, Registry/a, Registry/a",
        "x/a__b.c-d---e, docker.io/x/a__b.c-d---e, x/a__b.c-d---e",
        "test.com:8080/foo, test.com:8080/foo, test.com:8080/foo",
        "test:8080/foo, test:8080/foo, test:8080/foo",
        "docker.io/localhost/x, docker.io/localhost/x, docker.io/localhost/x",
        "docker.io/a.b/x, docker.io/a.b/x, docker.io/a.b/x",
    })
    void normalisesNamesAsDockerDoes(String text, String full, String familiar) {
        Reference reference = Reference.parse(text);
        assertEquals(full, reference.toString());
        assertEquals(familiar, reference.familiar());
        assertEquals(reference, Reference.parse(familiar));
        assertEquals(reference, Reference.parse(full));
    }

    @Test
    void takesTagAndDigestTogether() {
        Reference reference = Reference.parse("shop:1@sha256:" + HEX);
        assertEquals(Optional.of("1"), reference.tag());
        assertEquals(Optional.of(Digest.parse("sha256:" + HEX)), reference.digest());
        assertEquals("docker.io/library/shop:1@sha256:" + HEX, reference.toString());
        assertEquals("docker.io/library/shop", reference.name());
        assertEquals(reference, reference.withDefaultTag());
        assertEquals("shop@sha256:" + HEX, Reference.parse("shop@sha256:" + HEX).familiar());
    }

    @Test
    void addsTheDefaultTagOnlyWhereNothingIsSaid() {
        assertEquals("shop:latest", Reference.parse("shop").withDefaultTag().familiar());
        assertEquals("shop:1", Reference.parse("shop:1").withDefaultTag().familiar());
        assertEquals(
                Optional.empty(), Reference.parse("shop@sha256:" + HEX).withDefaultTag().tag());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "@",
                "/",
                "a:",
                ":1",
                "a@",
                "a/",
                "/a",
                "a//b",
                "a:b:c",
                "a::b",
                "-a",
                "a-",
                "a..b",
                "a___b",
                "_a",
                "a_",
                ".a",
                "a.",
                "a b",
                "a\nb",
                " a",
                "a ",
                "ä",
                "a:ä",
                "a:-x",
                "a:.x",
                "a:x/y:",
                "a@sha256:1234",
                "a@md5:0000",
                "x.com:port/a",
                "x.com:/a",
                "-x.com/a",
                "x-.com/a",
                "x..com/a",
                "[::1/a",
                "[]/a",
                "[xyz]/a",
                "a.b/",
                "http://a.b/c",
                "https://registry.example/x",
                "a@b@c",
                "x.com/a:1:2"
            })
    void refusesWhatIsNoReference(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> Reference.parse(text));
        assertTrue(e.getMessage().startsWith("invalid reference \""), e.getMessage());
    }

    @Test
    void saysThatRepositoryNamesAreLowerCase() {
        SyntaxException e =
                assertThrows(SyntaxException.class, () -> Reference.parse("me/MyApp:1"));
        assertEquals(
                "invalid reference \"me/MyApp:1\": invalid reference format: repository name"
                        + " (me/MyApp) must be lowercase",
                e.getMessage());
    }

    @Test
    void refusesAnIdAsAName() {
        assertThrows(SyntaxException.class, () -> Reference.parse(HEX));
        assertEquals(
                "docker.io/library/" + HEX, Reference.parse("docker.io/library/" + HEX).name());
        assertEquals(
                Reference.parse("docker.io/library/" + HEX),
                Reference.parse(Reference.parse("docker.io/library/" + HEX).familiar()));
    }

    @Test
    void boundsTheLengthOfTagsAndRepositories() {
        assertEquals("x".repeat(128), Reference.parse("a:" + "x".repeat(128)).tag().orElseThrow());
        assertThrows(SyntaxException.class, () -> Reference.parse("a:" + "x".repeat(129)));
        assertThrows(SyntaxException.class, () -> Reference.parse("x/" + "a".repeat(254)));
        for (String text : List.of("a".repeat(100_000), "a:".repeat(50_000), "[".repeat(9000))) {
            SyntaxException e = assertThrows(SyntaxException.class, () -> Reference.parse(text));
            assertFalse(e.getMessage().length() > 600, e.getMessage());
        }
    }
}
