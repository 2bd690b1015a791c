package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Suggestion;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Entry point of the {@code cooper} command. */
public final class Main {
    private final Terminal terminal;
    private boolean debug;

    Main(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs one command and exits with its code: 0 done, 1 failed, 2 wrong usage.
     *
     * @param args the command line, without the program's name
     */
    public static void main(String[] args) {
        int code = new Main(Terminal.ofProcess()).run(List.of(args));
        // Not a plain return: a pool's threads must not keep a finished command alive. Not exit: it
        // looks for a logger first, for 20 ms; there are no hooks to run and all output is flushed.
        Runtime.getRuntime().halt(code);
    }

    /** Runs one command and returns its exit code; everything it has to say is printed. */
    int run(List<String> args) {
        String hint = "cooper --help";
        try {
            List<String> words = globalOptions(args);
            if (words.isEmpty()) {
                return printed(HelpText.ofProgram());
            }
            Command command = command(words);
            if (command == null) {
                return builtIn(words);
            }
            List<String> rest = words.subList(depth(words), words.size());
            hint = command.usage().command() + " --help";
            Options options = command.usage().parse(rest);
            if (options.wantsHelp()) {
                return printed(command.usage().help());
            }
            int code = command.run(options, terminal);
            terminal.flush();
            return code;
        } catch (UsageException e) {
            terminal.error("cooper: " + e.getMessage());
            terminal.error("run '" + hint + "' for what it accepts");
            return 2;
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            return Failure.report(e, terminal, debug);
        }
    }

    /** Takes the options in front of the command off. */
    private List<String> globalOptions(List<String> args) {
        List<String> words = new ArrayList<>(args);
        while (!words.isEmpty() && words.getFirst().startsWith("-")) {
            switch (words.getFirst()) {
                case "--debug", "-D" -> {
                    debug = true;
                    words.removeFirst();
                }
                case "--version", "-v" -> {
                    return List.of("--version");
                }
                case "--help", "-h" -> {
                    return List.of("help");
                }
                default ->
                        throw new UsageException(
                                "unknown flag " + words.getFirst() + " before the command");
            }
        }
        return words;
    }

    private static @Nullable Command command(List<String> words) {
        String first = words.getFirst();
        if (!isGroup(first) && !isScanServer(words)) {
            return Commands.find(first);
        }
        int depth = depth(words);
        if (words.size() < depth) {
            return null;
        }
        return first.equals("image")
                ? Commands.findImage(words.get(1))
                : Commands.findOther(first, String.join(" ", words.subList(1, depth)));
    }

    /** How many words name the command. */
    private static int depth(List<String> words) {
        if (!isGroup(words.getFirst())) {
            return isScanServer(words) ? 2 : 1;
        }
        boolean deeper =
                isAccounts(words) || isVex(words) || isNotaryPart(words) || isNotation(words);
        return deeper ? 3 : 2;
    }

    /** The word after scan that says what to do, not what is to be scanned. */
    private static boolean isScanServer(List<String> words) {
        return words.size() > 1 && words.getFirst().equals("scan") && words.get(1).equals("server");
    }

    private static boolean isAccounts(List<String> words) {
        return words.size() > 1
                && words.getFirst().equals("registry")
                && (words.get(1).equals("user") || words.get(1).equals("robot"));
    }

    private static boolean isNotaryPart(List<String> words) {
        return words.size() > 1
                && Set.of("notary key", "notary delegation", "trust key", "trust signer")
                        .contains(words.getFirst() + " " + words.get(1));
    }

    private static boolean isVex(List<String> words) {
        return words.size() > 1 && words.getFirst().equals("vex") && words.get(1).equals("repo");
    }

    private static boolean isNotation(List<String> words) {
        return words.size() > 1
                && words.getFirst().equals("notation")
                && Set.of("cert", "certificate", "key", "policy").contains(words.get(1));
    }

    /** Whether a word only says which kind of command follows. */
    private static boolean isGroup(String word) {
        return switch (word) {
            case "attach",
                    "admission",
                    "blob",
                    "builder",
                    "db",
                    "download",
                    "image",
                    "key",
                    "manifest",
                    "notary",
                    "notation",
                    "policy",
                    "registry",
                    "signing-config",
                    "system",
                    "trusted-root",
                    "trust",
                    "vex" ->
                    true;
            default -> false;
        };
    }

    /** The words that are not commands of their own: version, help, image without a verb. */
    private int builtIn(List<String> words) throws IOException {
        return switch (words.getFirst()) {
            case "--version", "version" -> printed("cooper " + Version.TEXT + "\n");
            case "help" -> help(words.subList(1, words.size()));
            case "image" -> image(words.subList(1, words.size()));
            case "attach" -> group(words, AttachCommand.SUMMARY, Commands.ATTACH_SUMMARIES);
            case "download" -> group(words, DownloadCommand.SUMMARY, Commands.DOWNLOAD_SUMMARIES);
            case "admission" ->
                    group(words, Commands.ADMISSION_SUMMARY, Commands.ADMISSION_SUMMARIES);
            case "blob" -> group(words, "Get blobs of a registry", Commands.BLOB_SUMMARIES);
            case "db" -> group(words, Commands.DB_SUMMARY, Commands.DB_SUMMARIES);
            case "key" -> group(words, Commands.KEY_SUMMARY, Commands.KEY_SUMMARIES);
            case "signing-config" ->
                    group(
                            words,
                            SigningConfigCommand.SUMMARY,
                            List.of(List.of("create", SigningConfigCommand.SUMMARY)));
            case "trusted-root" ->
                    group(
                            words,
                            TrustedRootCommand.SUMMARY,
                            List.of(List.of("create", TrustedRootCommand.SUMMARY)));
            case "manifest" ->
                    group(words, "Make indexes and look at them", Commands.MANIFEST_SUMMARIES);
            case "notary" -> notary(words);
            case "notation" -> notation(words);
            case "trust" -> trust(words);
            case "policy" -> group(words, Commands.POLICY_SUMMARY, Commands.POLICY_SUMMARIES);
            case "registry" -> registry(words);
            case "vex" -> vex(words);
            case "builder", "system" ->
                    throw new UsageException(
                            "unknown command \""
                                    + String.join(" ", words.subList(0, Math.min(2, words.size())))
                                    + "\"; there are builder build, builder prune, system"
                                    + " df and system prune");
            default ->
                    throw new UsageException(
                            "unknown command \""
                                    + words.getFirst()
                                    + "\""
                                    + Suggestion.of(words.getFirst(), HelpText.commandNames(), ""));
        };
    }

    private int registry(List<String> words) throws IOException {
        if (!isAccounts(words)) {
            return group(words, "Run an OCI registry", Commands.REGISTRY_SUMMARIES);
        }
        boolean robot = words.get(1).equals("robot");
        List<String> joined = new ArrayList<>(words.subList(2, words.size()));
        joined.addFirst("registry " + words.get(1));
        return group(
                joined,
                robot ? "Keep accounts of robots" : "Keep accounts of users",
                robot ? Commands.ROBOT_SUMMARIES : Commands.USER_SUMMARIES);
    }

    private int notary(List<String> words) throws IOException {
        if (!isNotaryPart(words)) {
            return group(words, Commands.NOTARY_SUMMARY, Commands.NOTARY_SUMMARIES);
        }
        boolean keys = words.get(1).equals("key");
        List<String> joined = new ArrayList<>(words.subList(2, words.size()));
        joined.addFirst("notary " + words.get(1));
        return group(
                joined,
                keys ? NotaryKeyCommand.SUMMARY : NotaryDelegationCommand.SUMMARY,
                keys ? Commands.NOTARY_KEY_SUMMARIES : Commands.NOTARY_DELEGATION_SUMMARIES);
    }

    private int trust(List<String> words) throws IOException {
        if (!isNotaryPart(words)) {
            return group(words, Commands.TRUST_SUMMARY, Commands.TRUST_SUMMARIES);
        }
        boolean keys = words.get(1).equals("key");
        List<String> joined = new ArrayList<>(words.subList(2, words.size()));
        joined.addFirst("trust " + words.get(1));
        return group(
                joined,
                keys ? TrustKeyCommand.SUMMARY : TrustSignerCommand.SUMMARY,
                keys ? Commands.TRUST_KEY_SUMMARIES : Commands.TRUST_SIGNER_SUMMARIES);
    }

    private int vex(List<String> words) throws IOException {
        boolean isUnknown =
                words.size() > 1 && !isVex(words) && !Set.of("-h", "--help").contains(words.get(1));
        List<String> joined = new ArrayList<>(words.subList(isVex(words) ? 2 : 1, words.size()));
        joined.addFirst(isUnknown ? "vex" : "vex repo");
        return group(joined, Commands.VEX_SUMMARY, Commands.VEX_SUMMARIES);
    }

    private int notation(List<String> words) throws IOException {
        if (!isNotation(words)) {
            return group(words, Commands.NOTATION_SUMMARY, Commands.NOTATION_SUMMARIES);
        }
        List<String> joined = new ArrayList<>(words.subList(2, words.size()));
        joined.addFirst("notation " + words.get(1));
        return switch (words.get(1)) {
            case "key" -> group(joined, "Keep the keys to sign with", Commands.NOTATION_KEYS);
            case "policy" -> group(joined, "Keep the trust policy", Commands.NOTATION_POLICIES);
            default -> group(joined, "Keep the trust stores", Commands.NOTATION_CERTS);
        };
    }

    private int help(List<String> words) throws IOException {
        if (words.isEmpty()) {
            return printed(HelpText.ofProgram());
        }
        Command command = command(words);
        if (command != null) {
            return printed(command.usage().help());
        }
        return builtIn(words);
    }

    private int image(List<String> words) throws IOException {
        if (words.isEmpty() || words.getFirst().equals("--help") || words.getFirst().equals("-h")) {
            return printed(HelpText.ofImage());
        }
        throw new UsageException(
                "unknown command \"image "
                        + words.getFirst()
                        + "\""
                        + Suggestion.of(words.getFirst(), HelpText.imageCommandNames(), "image "));
    }

    private int group(List<String> words, String summary, List<List<String>> rows)
            throws IOException {
        String group = words.getFirst();
        String next = words.size() < 2 ? "--help" : words.get(1);
        if (next.equals("--help") || next.equals("-h")) {
            return printed(HelpText.ofGroup(group, summary, rows));
        }
        throw new UsageException(
                "unknown command \""
                        + group
                        + " "
                        + next
                        + "\""
                        + Suggestion.of(next, HelpText.names(rows), group + " "));
    }

    private int printed(String text) throws IOException {
        terminal.print(text);
        terminal.flush();
        return 0;
    }
}
