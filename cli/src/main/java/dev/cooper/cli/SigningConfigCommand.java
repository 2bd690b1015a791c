package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.root.SigningConfig.Service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cooper signing-config create}: writes whom to ask when something is signed. */
final class SigningConfigCommand implements Command {
    static final String SUMMARY = "Write a file of the services that sign";

    private static final List<String> WORDS =
            List.of("url", "api-version", "start-time", "end-time", "operator");

    @Override
    public Usage usage() {
        return CosignRefusals.everywhere(
                        Usage.of("cooper signing-config create [OPTIONS]", SUMMARY))
                .list(
                        "fulcio",
                        0,
                        "list",
                        "Who issues certificates: url=…,api-version=…,start-time=…,operator=…,"
                                + "\npossibly end-time=…")
                .list("oidc-provider", 0, "list", "Who issues tokens, as --fulcio")
                .list("rekor", 0, "list", "A transparency log, as --fulcio")
                .value("rekor-config", 0, "choice", "How many of the logs: ANY, ALL or EXACT:COUNT")
                .list("tsa", 0, "list", "Who issues time stamps, as --fulcio")
                .value("tsa-config", 0, "choice", "How many of them: ANY, ALL or EXACT:COUNT")
                .value("out", 0, "file", "Where to write it (default: print it)")
                .flag("with-default-services", 0, "")
                .flag("with-default-rekor-v2", 0, "")
                .flag("no-default-fulcio", 0, "")
                .flag("no-default-oidc", 0, "")
                .flag("no-default-rekor", 0, "")
                .flag("no-default-tsa", 0, "")
                .operands(0, 0);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        ServiceWords.refuseDefaults(
                options, List.of("with-default-services", "with-default-rekor-v2"));
        SigningConfig config =
                new SigningConfig(
                        services("fulcio", options),
                        services("oidc-provider", options),
                        services("rekor", options),
                        choice("rekor", options),
                        services("tsa", options),
                        choice("tsa", options));
        ServiceWords.write(config.toJson(), options, terminal);
        return 0;
    }

    private static List<Service> services(String option, Options options) {
        List<Service> services = new ArrayList<>();
        for (String text : options.values(option)) {
            ServiceWords words = ServiceWords.parse(option, text, WORDS);
            words.need("start-time");
            services.add(
                    new Service(
                            words.need("url"),
                            number(words.need("api-version"), "--" + option + ": api-version"),
                            words.period(Optional.empty()),
                            words.need("operator")));
        }
        return services;
    }

    private static String choice(String option, Options options) {
        String name = option + "-config";
        String text = options.value(name).orElse("");
        if (text.isEmpty() && options.given(option)) {
            throw new UsageException("--" + option + " wants --" + name + " with it");
        }
        if (text.startsWith("EXACT:")) {
            number(text.substring("EXACT:".length()), "--" + name);
        } else if (!List.of("", "ANY", "ALL").contains(text)) {
            throw new UsageException(
                    "--" + name + " takes ANY, ALL or EXACT:COUNT, not \"" + text + "\"");
        }
        return text;
    }

    private static long number(String text, String where) {
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new UsageException(where + ": want a number from 1 on, not \"" + text + "\"");
    }
}
