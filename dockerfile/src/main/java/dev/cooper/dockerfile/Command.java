package dev.cooper.dockerfile;

import java.util.List;

/** What RUN, CMD and ENTRYPOINT start. Never expanded: the shell in the image does that. */
public sealed interface Command {

    /** Shell form: the text is one argument to the image's shell. */
    record Shell(String text) implements Command {}

    /** Exec form: a JSON array; no shell takes part. */
    record Exec(List<String> arguments) implements Command {
        /** Copies the arguments. */
        public Exec {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A RUN that consists of one heredoc only: its body is the script.
     *
     * @param name the heredoc's word: the file name when the script brings its own interpreter
     * @param body the script, leading tabs already removed where {@code <<-} asks for it
     */
    record Script(String name, String body) implements Command {

        /** True when the body begins with {@code #!}: it is run as a file, not by the shell. */
        public boolean hasInterpreter() {
            return body.startsWith("#!");
        }
    }
}
