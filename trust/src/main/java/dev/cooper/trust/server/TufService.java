package dev.cooper.trust.server;

import java.io.IOException;
import java.util.Optional;

/** The repository of TUF as clients read it, below {@code /tuf}. */
final class TufService implements Service {
    /** Where it is below the server's address. */
    static final String PATH = "/tuf";

    private final TufPublisher publisher;

    TufService(TufPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public Optional<Answer> answer(Question question) throws IOException {
        if (!question.method().equals("GET") || !question.path().startsWith(PATH + "/")) {
            return Optional.empty();
        }
        return publisher
                .file(question.path().substring(PATH.length() + 1))
                .map(file ->
                        Answer.of(200, "application/json", file).with("Cache-Control", "no-cache"));
    }
}
