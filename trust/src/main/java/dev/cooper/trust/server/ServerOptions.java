package dev.cooper.trust.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a server is to run.
 *
 * @param directory where it keeps what must outlast it
 * @param host where it listens; empty for every address
 * @param port 0 for any that is free
 * @param url how clients reach it when not by that address, without a slash at the end
 * @param people who may have tokens: e-mail addresses
 */
public record ServerOptions(
        Path directory, String host, int port, Optional<String> url, List<String> people) {
    /** Copies the list. */
    public ServerOptions {
        people = List.copyOf(people);
    }
}
