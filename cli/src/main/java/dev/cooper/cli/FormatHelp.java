package dev.cooper.cli;

/** The help text of {@code --format}. */
final class FormatHelp {
    static final String WITH_TABLE =
            """
            Format output using a custom template:
            'table':            Print output in table format with column headers (default)
            'table TEMPLATE':   Print output in table format using the given Go template
            'json':             Print in JSON format
            'TEMPLATE':         Print output using the given Go template\
            """;

    static final String WITHOUT_TABLE =
            """
            Format output using a custom template:
            'json':             Print in JSON format
            'TEMPLATE':         Print output using the given Go template\
            """;

    private FormatHelp() {}
}
