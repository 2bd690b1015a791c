package dev.cooper.cli.template;

/**
 * One lexical piece of a template.
 *
 * @param kind what it is
 * @param text its characters as written; of a text piece, after trimming
 * @param position where it starts in the template
 */
record Token(Kind kind, String text, int position) {
    enum Kind {
        TEXT,
        OPEN,
        CLOSE,
        SPACE,
        IDENTIFIER,
        FIELD,
        VARIABLE,
        DOT,
        STRING,
        CHARACTER,
        NUMBER,
        PIPE,
        PARENTHESIS_OPEN,
        PARENTHESIS_CLOSE,
        COMMA,
        DECLARE,
        ASSIGN,
        END
    }
}
