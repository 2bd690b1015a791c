package dev.cooper.policy.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

class ProgramTest {
    private static Program parse(String text) {
        return Program.parse(text, Map.of());
    }

    private static String refusal(String text) {
        return String.valueOf(assertThrows(SyntaxException.class, () -> parse(text)).getMessage());
    }

    @Test
    void factsAreLookedUpOnceAndOnlyWhenAskedFor() {
        AtomicInteger asked = new AtomicInteger();
        Variables variables =
                new Variables().with("user", "root").withLazy("size", asked::incrementAndGet);
        assertTrue(parse("user == 'root' || size == 1").holds(variables));
        assertEquals(0, asked.get());
    }

    @Test
    void whatCannotBeReadIsNoErrorThatAnotherPartMakesUpFor() {
        Variables variables =
                new Variables()
                        .withLazy(
                                "findings",
                                () -> {
                                    throw new UncheckedIOException(new IOException("no database"));
                                });
        Program program = parse("findings.size() == 0 || true");
        assertThrows(UncheckedIOException.class, () -> program.run(variables));
    }

    @Test
    void endlessWorkEnds() {
        Variables variables = new Variables().with("l", java.util.Collections.nCopies(2000, 1L));
        Program program = parse("l.all(a, l.all(b, l.all(c, a + b + c > 0))) || true");
        CelException e = assertThrows(CelException.class, () -> program.run(variables));
        assertTrue(String.valueOf(e.getMessage()).contains("steps"));
    }

    @Test
    void deepExpressionsAreRefused() {
        assertTrue(refusal("(".repeat(5000) + "1" + ")".repeat(5000)).contains("nested too deep"));
        assertTrue(refusal("!".repeat(5000) + "true").contains("too long"));
        assertTrue(refusal("a" + "[0]".repeat(5000)).contains("too long"));
    }

    @Test
    void whatIsNotThereIsSaidBeforeAnythingRuns() {
        assertEquals("the expression calls verify(), which is not there", refusal("verify(image)"));
        SyntaxException e =
                assertThrows(
                        SyntaxException.class,
                        () -> parse("[1].all(x, x > y)").onlyOf(Set.of("image", "user")));
        assertEquals(
                "the expression asks for y, which is not there; there are image, user",
                e.getMessage());
    }

    @Test
    void mistakesAreSaidWithTheirPlace() {
        assertEquals("the expression, character 5: it ends too early", refusal("1 + "));
        assertEquals(
                "the expression, character 1: the string that begins here does not end",
                refusal("'a"));
    }

    @Test
    void functionsOfOthersAreCalled() {
        Program program =
                Program.parse(
                        "images.map(i, verify(i)).all(e, e > 0)",
                        Map.of("verify", arguments -> (long) arguments.size()));
        assertTrue(program.holds(new Variables().with("images", List.of("a", "b"))));
    }
}
