package dev.cooper.transfer;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Upload sessions of a registry. */
final class Sessions {
    private Sessions() {}

    /** Reads where a session goes on. */
    static URI location(Host host, Call call, Answer answer) throws IOException {
        return answer.header("Location")
                .flatMap(to -> Link.resolve(answer.uri(), to))
                .filter(Sessions::isWeb)
                .orElseThrow(() ->
                        Failures.protocol("does not say where to upload to", call, host.name()));
    }

    private static boolean isWeb(URI uri) {
        return uri.getHost() != null
                && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    }

    /** Gives a session back that nobody needs. Registries forget them by themselves too. */
    static void cancel(Host host, Call call, Answer answer) {
        Optional<URI> location =
                answer.header("Location").flatMap(to -> Link.resolve(answer.uri(), to));
        location.ifPresent(address -> cancel(host, call, address));
    }

    static void cancel(Host host, Call call, URI location) {
        Call delete =
                Call.of("DELETE", call.path(), call.scopes(), call.about(), call.doing())
                        .at(location);
        try {
            host.send(delete).close();
        } catch (IOException e) {
            // the session ends by itself some time
        }
    }
}
