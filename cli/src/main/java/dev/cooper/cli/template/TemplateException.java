package dev.cooper.cli.template;

import dev.cooper.oci.SyntaxException;

/** A template is malformed or does not fit the value it is applied to; worded as Go words it. */
public final class TemplateException extends SyntaxException {
    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message);
    }
}
