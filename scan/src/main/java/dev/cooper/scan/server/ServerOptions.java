package dev.cooper.scan.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a scan server runs.
 *
 * @param host to listen on; empty for all addresses of the machine
 * @param port to listen on; 0 for any
 * @param token that clients must send; empty for none
 * @param tokenHeader in which they send it
 * @param databases the directory of the advisory database
 * @param layers where what is known of layers is kept
 * @param version of the program, for those who ask
 */
public record ServerOptions(
        String host,
        int port,
        Optional<String> token,
        String tokenHeader,
        Path databases,
        Path layers,
        String version) {}
