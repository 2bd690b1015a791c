package dev.cooper.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class IgnoreFileTest {

    private static IgnoreFile of(String... lines) {
        String text = String.join("\n", lines) + "\n";
        return IgnoreFile.parse(".dockerignore", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ignoresWhatAPatternNamesAndAllBelowIt() {
        IgnoreFile file = of("node_modules", "*.log");
        assertTrue(file.ignores("node_modules"));
        assertTrue(file.ignores("node_modules/a/b.js"));
        assertTrue(file.ignores("x.log"));
        assertFalse(file.ignores("sub/x.log"));
        assertFalse(file.ignores("src/node_modules"));
    }

    @Test
    void takesHashAsCommentInTheFirstColumnOnly() {
        IgnoreFile file = of("#a", " #b");
        assertFalse(file.ignores("#a"));
        assertTrue(file.ignores("#b"));
    }

    @Test
    void cleansPatterns() {
        IgnoreFile file = of("/rooted/", "  ./dot//double/../x  ", "\tkept\r");
        assertTrue(file.ignores("rooted"));
        assertTrue(file.ignores("dot/x"));
        assertTrue(file.ignores("kept"));
    }

    @Test
    void dropsAByteOrderMark() {
        assertTrue(of("\uFEFFsecret").ignores("secret"));
    }

    @Test
    void letsTheLastMatchDecide() {
        IgnoreFile file = of("*.md", "!README*.md", "README-secret.md");
        assertTrue(file.ignores("a.md"));
        assertFalse(file.ignores("README.md"));
        assertFalse(file.ignores("README-x.md"));
        assertTrue(file.ignores("README-secret.md"));
    }

    @Test
    void reincludesBelowAnIgnoredDirectory() {
        IgnoreFile file = of("*", "! src", "src/gen", "!src/gen/keep");
        assertTrue(file.ignores("other"));
        assertFalse(file.ignores("src/a.c"));
        assertTrue(file.ignores("src/gen/x"));
        assertFalse(file.ignores("src/gen/keep/y"));
        assertTrue(file.mayReinclude("src/gen"));
        assertFalse(file.mayReinclude("other"));
    }

    @Test
    void cannotPruneWhenAnythingMayComeBack() {
        IgnoreFile file = of("build", "!**/keep.txt");
        assertTrue(file.mayReinclude("build/deep/er"));
        assertFalse(file.ignores("build/deep/keep.txt"));
        assertFalse(of("build").mayReinclude("build"));
    }

    @Test
    void doesNotIgnoreTheDirectoryOfAnAllBelowPattern() {
        IgnoreFile file = of("dir/**");
        assertFalse(file.ignores("dir"));
        assertTrue(file.ignores("dir/x"));
    }

    @Test
    void walksWithTheSameResultAsSinglePaths() {
        IgnoreFile file = of("a/*", "!a/b", "**/c");
        IgnoreFile.Directory inA = file.root().enter("a");
        assertFalse(file.root().ignores("a"));
        assertFalse(inA.ignores("b"));
        assertTrue(inA.ignores("x"));
        assertTrue(inA.enter("b").ignores("c"));
        assertTrue(inA.enter("x").ignores("deep"));
    }

    @Test
    void pointsAtAWrongPattern() {
        DockerfileException bare = assertThrows(DockerfileException.class, () -> of("a", "!"));
        assertEquals(".dockerignore:2:1: \"!\" needs a pattern behind it", bare.sentence());
        DockerfileException open = assertThrows(DockerfileException.class, () -> of("ok", " [x"));
        assertEquals(
                ".dockerignore:2:2: \"[x\" is not a pattern: a [ is not closed", open.sentence());
    }

    @Test
    void takesPatternsOfExclude() {
        IgnoreFile file = IgnoreFile.of(List.of("*.txt", "!keep.txt"));
        assertTrue(file.ignores("a.txt"));
        assertFalse(file.ignores("keep.txt"));
        assertTrue(IgnoreFile.EMPTY.isEmpty());
        assertFalse(IgnoreFile.EMPTY.ignores("a.txt"));
    }
}
