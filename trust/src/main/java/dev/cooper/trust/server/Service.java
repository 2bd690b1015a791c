package dev.cooper.trust.server;

import java.io.IOException;
import java.util.Optional;

/** One of the services of the process. Safe for several threads. */
interface Service {
    /** Answers what it is asked; empty when it serves nothing under the path. */
    Optional<Answer> answer(Question question) throws IOException;
}
