package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A template in the language of Go's text/template, as far as docker's {@code --format} needs it:
 * fields, variables, {@code if}, {@code range}, {@code with}, pipelines, Go's comparison and print
 * functions and docker's own ({@code json}, {@code join}, {@code split}, {@code lower}, {@code
 * upper}, {@code title}, {@code pad}, {@code truncate}).
 *
 * <p>Values are {@link Struct}, Map with String keys, List, String, Long, Double, Boolean and null.
 */
public final class GoTemplate {
    private final String source;
    private final TemplateFunctions more;
    private final List<Node> nodes;

    private GoTemplate(String source, TemplateFunctions more, List<Node> nodes) {
        this.source = source;
        this.more = more;
        this.nodes = nodes;
    }

    /**
     * Parses a template.
     *
     * @param source the text
     * @return the template
     * @throws TemplateException when it is malformed; the message begins as docker's does
     */
    public static GoTemplate parse(String source) {
        return parse(source, TemplateFunctions.NONE);
    }

    /**
     * Parses a template that may call more functions.
     *
     * @param source the text
     * @param more the functions, which count before those that are always there
     * @return the template
     * @throws TemplateException when it is malformed; the message begins as docker's does
     */
    public static GoTemplate parse(String source, TemplateFunctions more) {
        try {
            return new GoTemplate(source, more, new Parser(source, more).parse());
        } catch (TemplateException e) {
            throw new TemplateException("template parsing error: " + e.getMessage());
        }
    }

    /**
     * Applies the template to a value.
     *
     * @param value the value that {@code .} stands for
     * @return the text
     * @throws TemplateException when a field does not exist or a function does not fit
     */
    public String execute(@Nullable Object value) {
        return new Execution(source, value, false, more).run(nodes);
    }

    /**
     * Applies the template to the headings of a table: functions that change a value leave a
     * heading as it is.
     *
     * @param headings a map from field to heading
     * @return the text
     */
    public String executeOnHeadings(Object headings) {
        return new Execution(source, headings, true, more).run(nodes);
    }
}
