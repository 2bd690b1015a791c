package dev.cooper.scan.server;

import java.io.IOException;

/** What is done with the requests of one kind. */
interface Route {
    /** The largest body that is taken, in bytes. */
    int most();

    /**
     * Answers.
     *
     * @param body whole
     * @throws RefusedException when the client asks for something wrong
     * @throws dev.cooper.oci.SyntaxException when its body is malformed
     * @throws IOException when the server's own files fail it
     */
    Response answer(Request request, byte[] body) throws IOException;
}
