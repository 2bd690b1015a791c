package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every option that cosign's help lists is here, or is refused with a sentence. */
class CosignOptionsIT {
    private static final Pattern OPTION = Pattern.compile("^ +(?:-[a-zA-Z], )?--([a-z0-9-]+)");
    private static final Pattern SWITCH = Pattern.compile("=(true|false):|--verbose");

    private static final List<String> COMMANDS =
            List.of(
                    "attach attestation",
                    "attach sbom",
                    "attach signature",
                    "attest",
                    "clean",
                    "copy",
                    "download attestation",
                    "download sbom",
                    "download signature",
                    "generate-key-pair",
                    "import-key-pair",
                    "initialize",
                    "load",
                    "public-key",
                    "save",
                    "sign",
                    "signing-config create",
                    "tree",
                    "triangulate",
                    "trusted-root create",
                    "verify",
                    "verify-attestation");

    @TempDir Path directory;

    @Test
    void everyOptionOfVersion3IsKnownOrRefusedInWords() throws IOException, InterruptedException {
        check(Peers.requireNewer("cosign"));
    }

    @Test
    void everyOptionOfVersion2IsKnownOrRefusedInWords() throws IOException, InterruptedException {
        check(Peers.requireOf("trixie", "cosign"));
    }

    private void check(Path cosign) throws IOException, InterruptedException {
        Set<String> missing = new TreeSet<>();
        int seen = 0;
        for (String command : COMMANDS) {
            List<String> help = new ArrayList<>(List.of(cosign.toString()));
            help.addAll(List.of(command.split(" ")));
            help.add("--help");
            String text = Processes.run(help.toArray(new String[0])).out();
            if (!text.contains("Flags:")) {
                continue; // which this version does not have
            }
            for (String line : text.substring(text.indexOf("Flags:")).lines().toList()) {
                Matcher option = OPTION.matcher(line);
                if (option.find() && !option.group(1).equals("help")) {
                    seen++;
                    boolean isSwitch = SWITCH.matcher(line).find();
                    String said = said(command, "--" + option.group(1), isSwitch);
                    if (!said.isEmpty()) {
                        missing.add("cooper " + command + ": " + said);
                    }
                }
            }
        }
        assertTrue(seen > 200, () -> "the help of cosign is not read");
        assertEquals(Set.of(), missing);
    }

    /** What is said to an option, with one that nothing knows; empty when it is good. */
    private String said(String command, String option, boolean isSwitch) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add(isSwitch ? option : option + "=x");
        words.add("--no-such-option");
        CommandLine.Result result = new CommandLine(directory).run(words.toArray(new String[0]));
        boolean known = result.err().contains("unknown flag --no-such-option");
        boolean refused = result.err().contains(option + " is not here: ");
        assertEquals(2, result.code(), result.err());
        return known || refused ? "" : result.err().strip();
    }
}
