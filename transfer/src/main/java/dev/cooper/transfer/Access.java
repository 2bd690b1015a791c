package dev.cooper.transfer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How one command shall speak to a registry, beside what the machine's files say.
 *
 * @param insecure whether plain HTTP and unverified TLS are allowed
 * @param certificates a directory with authorities ({@code *.crt}) and client certificates ({@code
 *     *.cert}, {@code *.key}), instead of those in {@code certs.d}
 * @param login the login to use, instead of the one that is kept
 */
public record Access(boolean insecure, Optional<Path> certificates, Optional<Login> login) {
    /** What the files say and nothing else. */
    public static final Access USUAL = new Access(false, Optional.empty(), Optional.empty());

    /** Plain HTTP and unverified TLS are allowed. */
    public static final Access INSECURE = new Access(true, Optional.empty(), Optional.empty());
}
