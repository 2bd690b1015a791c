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
 * @param people who may have tokens of its own issuer: e-mail addresses
 * @param apis the versions of Rekor that the signing config offers
 * @param isNewRoot whether the keys of the repository of TUF are exchanged now
 * @param tls what it encrypts connections with
 * @param issuers whose tokens it takes beside those of its own issuer
 */
public record ServerOptions(
        Path directory,
        String host,
        int port,
        Optional<String> url,
        List<String> people,
        List<Integer> apis,
        boolean isNewRoot,
        Optional<Tls> tls,
        List<OutsideIssuer> issuers) {
    /** Copies the lists. */
    public ServerOptions {
        people = List.copyOf(people);
        apis = List.copyOf(apis);
        issuers = List.copyOf(issuers);
    }

    /** Makes the usual options. */
    public ServerOptions(
            Path directory, String host, int port, Optional<String> url, List<String> people) {
        this(directory, host, port, url, people, List.of(2, 1), false, Optional.empty(), List.of());
    }

    /**
     * Files in PEM, read again when they change.
     *
     * @param certificate the server's own one first
     * @param key of that certificate
     */
    public record Tls(Path certificate, Path key) {}

    /** Returns the same with other versions of Rekor in the signing config. */
    public ServerOptions withApis(List<Integer> some) {
        return new ServerOptions(directory, host, port, url, people, some, isNewRoot, tls, issuers);
    }

    /** Returns the same, with new keys of the repository of TUF. */
    public ServerOptions withNewRoot(boolean isWanted) {
        return new ServerOptions(directory, host, port, url, people, apis, isWanted, tls, issuers);
    }

    /** Returns the same with encryption. */
    public ServerOptions withTls(Tls files) {
        return new ServerOptions(
                directory, host, port, url, people, apis, isNewRoot, Optional.of(files), issuers);
    }

    /** Returns the same, with tokens of others taken. */
    public ServerOptions withIssuers(List<OutsideIssuer> some) {
        return new ServerOptions(directory, host, port, url, people, apis, isNewRoot, tls, some);
    }
}
