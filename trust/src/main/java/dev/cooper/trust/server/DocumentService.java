package dev.cooper.trust.server;

import java.util.Optional;

/** Gives out whom to trust and whom to ask, and tells that the server is alive. */
final class DocumentService implements Service {
    private final byte[] root;
    private final byte[] config;

    DocumentService(byte[] root, byte[] config) {
        this.root = root;
        this.config = config;
    }

    @Override
    public Optional<Answer> answer(Question question) {
        return switch (question.method() + " " + question.path()) {
            case "GET /" + Documents.TRUSTED_ROOT ->
                    Optional.of(Answer.of(200, "application/json", root));
            case "GET /" + Documents.SIGNING_CONFIG ->
                    Optional.of(Answer.of(200, "application/json", config));
            case "GET /healthz", "GET /ping" -> Optional.of(Answer.text(200, "text/plain", "ok\n"));
            default -> Optional.empty();
        };
    }
}
