package dev.cooper.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import java.util.List;
import java.util.Map;

class GoTemplateTest {
    private static final Struct IMAGE =
            new Struct(
                    "*cli.Image",
                    Map.of(
                            "Name",
                            "shop",
                            "Size",
                            42L,
                            "Tags",
                            List.of("shop:1", "shop:2"),
                            "Labels",
                            Map.of("b", "2", "a", "1"),
                            "RootFS",
                            new Struct("RootFS", Map.of("Layers", List.of("l1", "l2")))));

    private static String render(String template) {
        return GoTemplate.parse(template).execute(IMAGE);
    }

    /**
     * Both columns were checked against docker's own command line, which needs no daemon for it.
     */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/template/values.csv", delimiter = '¦')
    void printsWhatGoPrints(String template, String expected) {
        assertEquals(expected, GoTemplate.parse(template).execute(Map.of()).replace("\n", "\\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/template/errors.csv", delimiter = '¦')
    void wordsErrorsAsGoDoes(String template, String expected) {
        TemplateException error =
                assertThrows(
                        TemplateException.class, () -> GoTemplate.parse(template).execute(IMAGE));
        assertEquals(expected, error.getMessage());
    }

    @Test
    void rangesOverLayersAsTheCommandOfManyGuidesDoes() {
        assertEquals("l1\nl2\n", render("{{range .RootFS.Layers}}{{.}}{{println}}{{end}}"));
    }

    @Test
    void printsListsAndMapsAsGoDoes() {
        assertEquals("[shop:1 shop:2] map[a:1 b:2]", render("{{.Tags}} {{.Labels}}"));
    }

    @Test
    void printsNoValueForAMissingKey() {
        assertEquals("<no value>", render("{{.Labels.c}}"));
        assertEquals("", render("{{index .Labels \"c\"}}"));
    }

    @Test
    void keepsTheDotOfTheImageInDollar() {
        assertEquals("shop:1=42 shop:2=42 ", render("{{range .Tags}}{{.}}={{$.Size}} {{end}}"));
    }

    @Test
    void writesJson() {
        assertEquals("[\"shop:1\",\"shop:2\"]", render("{{json .Tags}}"));
        assertEquals("{\"Layers\":[\"l1\",\"l2\"]}", render("{{.RootFS | json}}"));
    }

    @Test
    void leavesHeadingsAlone() {
        String headings =
                GoTemplate.parse("{{upper .A}} {{truncate .B 2}} {{json .A}}")
                        .executeOnHeadings(Map.of("A", "Name", "B", "Tag"));
        assertEquals("Name Tag Name", headings);
    }
}
