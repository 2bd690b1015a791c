package dev.cooper.cli;

import dev.cooper.testkit.Checkout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One behaviour of the Dockerfile integration suite that Cooper is measured by.
 *
 * @param group the part of the suite it belongs to
 * @param reason why Cooper does not show it; empty when the script of its name does
 */
record Behaviour(String group, String name, String reason) {
    static final Path SCRIPTS =
            Checkout.root().resolve("cli/src/test/resources/conformance").toAbsolutePath();

    static List<Behaviour> all() throws IOException {
        List<Behaviour> all = new ArrayList<>();
        String group = "";
        for (String line : Files.readAllLines(SCRIPTS.resolve("behaviours"))) {
            if (line.startsWith("## ")) {
                group = line.substring(3);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int separator = line.indexOf(" - ");
                all.add(
                        separator < 0
                                ? new Behaviour(group, line.strip(), "")
                                : new Behaviour(
                                        group,
                                        line.substring(0, separator),
                                        line.substring(separator + 3)));
            }
        }
        return all;
    }

    boolean isShown() {
        return reason.isEmpty();
    }

    Path script() {
        return SCRIPTS.resolve(name + ".sh");
    }
}
