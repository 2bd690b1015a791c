package dev.cooper.scan.remote;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.EndOfLife;
import dev.cooper.scan.match.Advisor;
import dev.cooper.scan.match.Explanation;
import dev.cooper.scan.match.MatchOptions;
import dev.cooper.scan.match.Matches;
import dev.cooper.scan.match.UnseenPackages;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a scan server which vulnerabilities there are. For one thread at a time. */
public final class RemoteAdvisor implements Advisor {
    private static final Duration OLD = Duration.ofDays(3);

    private final ServerConnection server;
    private Optional<EndOfLife.Cycle> lastCycle = Optional.empty();

    /**
     * @param server stays the caller's
     */
    public RemoteAdvisor(ServerConnection server) {
        this.server = server;
    }

    @Override
    public Matches match(ImageInventory inventory, MatchOptions options)
            throws IOException, InterruptedException {
        Answer answer = ask(Question.of(inventory, options));
        lastCycle = answer.endOfLife();
        List<String> warnings = new ArrayList<>(answer.matches().warnings());
        Instant builtAt = answer.edition().builtAt();
        Duration age = Duration.between(builtAt, Instant.now());
        if (age.compareTo(OLD) > 0) {
            warnings.addFirst(
                    "the advisory database of the scan server is %d days old (%s)"
                            .formatted(age.toDays(), builtAt));
        }
        return new Matches(
                answer.matches().findings(),
                answer.matches().hidden(),
                warnings,
                answer.matches().unknown());
    }

    @Override
    public Explanation explain(
            ImageInventory inventory,
            MatchOptions options,
            String vulnerability,
            String packageName)
            throws IOException, InterruptedException {
        Answer answer = ask(new Question(inventory, options, vulnerability, packageName));
        Explanation explanation =
                answer.explanation()
                        .orElseThrow(() ->
                                new IOException(
                                        "the scan server %s explains nothing"
                                                .formatted(server.base())));
        // Which layers say what is known here alone.
        List<String> notes = new ArrayList<>(UnseenPackages.notes(inventory, packageName));
        notes.addAll(explanation.notes());
        return new Explanation(vulnerability, packageName, explanation.cases(), notes);
    }

    private Answer ask(Question question) throws IOException, InterruptedException {
        byte[] json = server.post(Paths.FINDINGS, question.json());
        try {
            return Answer.parse(json, question);
        } catch (SyntaxException e) {
            throw new IOException(
                    "the scan server %s answers something else than was asked: %s"
                            .formatted(server.base(), e.getMessage()),
                    e);
        }
    }

    /** What the last answer said about it; what comes with the program else. */
    @Override
    public Optional<EndOfLife.Cycle> endOfLife(String product, String version) {
        return lastCycle
                .filter(cycle -> cycle.product().equals(product))
                .or(() -> EndOfLife.builtIn(product, version));
    }
}
