package dev.cooper.cli;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The commands by name. Each is made only when it is called: start-up pays for one. */
final class Commands {
    /** Name and summary of every command, in the order of the help text. */
    static final List<List<String>> SUMMARIES = List.of();

    /** The words that may follow {@code cooper image}. */
    static final List<List<String>> IMAGE_SUMMARIES = List.of();

    private Commands() {}

    static @Nullable Command find(String name) {
        return null;
    }

    static @Nullable Command findImage(String name) {
        return null;
    }
}
