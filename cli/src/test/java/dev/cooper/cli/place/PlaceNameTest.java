package dev.cooper.cli.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Optional;

class PlaceNameTest {
    @Test
    void aPlainReferenceAndDockerWithTwoSlashesAreRegistries() {
        assertEquals(registry("docker.io/library/alpine:latest"), PlaceName.parse("alpine"));
        assertEquals(registry("h:5000/a/b:1"), PlaceName.parse("docker://h:5000/a/b:1"));
        assertEquals(registry("localhost:5000/a:latest"), PlaceName.parse("localhost:5000/a"));
    }

    @Test
    void theImageCalledDockerIsNotAPrefix() {
        assertEquals(registry("docker.io/library/docker:24"), PlaceName.parse("docker:24"));
    }

    @Test
    void theOtherPlacesHaveAPrefix() {
        assertEquals(new PlaceName.InStore("shop:1"), PlaceName.parse("store:shop:1"));
        assertEquals(
                new PlaceName.InLayout(Path.of("/a/b"), "v1:x"), PlaceName.parse("oci:/a/b:v1:x"));
        assertEquals(new PlaceName.InLayout(Path.of("out"), ""), PlaceName.parse("oci:out"));
        assertEquals(
                new PlaceName.InArchive(
                        PlaceName.Kind.OCI, Path.of("a.tar"), Optional.of("shop:1")),
                PlaceName.parse("oci-archive:a.tar:shop:1"));
        assertEquals(
                new PlaceName.InArchive(PlaceName.Kind.DOCKER, Path.of("a.tar"), Optional.empty()),
                PlaceName.parse("docker-archive:a.tar"));
    }

    @Test
    void placesOfOtherProgramsAndEmptyOnesAreRefused() {
        for (String text : new String[] {"dir:/x", "docker-daemon:a:1", "oci:", "store:", ""}) {
            assertThrows(SyntaxException.class, () -> PlaceName.parse(text), text);
        }
    }

    private static PlaceName registry(String text) {
        return new PlaceName.InRegistry(Reference.parse(text));
    }
}
