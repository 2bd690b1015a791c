package dev.cooper.scan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.scan.advisory.Severity;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

class TableReportTest {
    private static TableReport table(TextStyle style) {
        return new TableReport(
                List.of(Scanner.values()),
                List.of(Severity.values()),
                true,
                true,
                true,
                false,
                style);
    }

    @Test
    void everythingIsShownInTables() throws IOException {
        JsonReportTest.assertIsAsKept("all.txt", table(TextStyle.PLAIN).write(Samples.report()));
    }

    @Test
    void whatCouldNotBeLookedUpIsNotCalledClean() throws IOException {
        Report sample = Samples.report();
        Result unknown =
                Result.ofPackages(
                        "shop (debian sid)",
                        ResultClass.OS_PACKAGES,
                        "debian",
                        List.of(),
                        List.of(),
                        List.of(),
                        false);
        Report report =
                new Report(
                        sample.id(),
                        sample.createdAt(),
                        sample.artifact(),
                        sample.metadata(),
                        List.of(unknown));
        String line =
                table(TextStyle.PLAIN)
                        .write(report)
                        .lines()
                        .filter(each -> each.contains("debian sid"))
                        .findFirst()
                        .orElseThrow();
        assertFalse(line.contains("0"), line);
    }

    @Test
    void linesFitTheTerminal() {
        String text = table(new TextStyle(false, 130)).write(Samples.report());
        for (String line : text.lines().filter(line -> line.startsWith("│")).toList()) {
            assertTrue(TextWidth.of(line) <= 130, line);
        }
    }

    @Test
    void coloursDoNotLetForeignTextSteerTheTerminal() {
        TextStyle style = new TextStyle(true, 80);
        assertEquals("\33[31mred\33[0m", style.of("31", "red"));
        assertEquals("a\uFFFD[2J", style.of("", "a\33[2J"));
    }

    @Test
    void equalCellsBecomeOne() {
        BoxTable table = new BoxTable(List.of("A", "B"), true, false, 60);
        table.add(List.of(BoxTable.Cell.plain("x"), BoxTable.Cell.plain("1")));
        table.add(List.of(BoxTable.Cell.plain("x"), BoxTable.Cell.plain("2")));
        table.add(List.of(BoxTable.Cell.plain("y"), BoxTable.Cell.plain("2")));
        StringBuilder out = new StringBuilder();
        table.draw(out, TextStyle.PLAIN);
        assertEquals(
                """
                ┌───┬───┐
                │ A │ B │
                ├───┼───┤
                │ x │ 1 │
                │   ├───┤
                │   │ 2 │
                ├───┤   │
                │ y │   │
                └───┴───┘
                """,
                out.toString());
    }
}
