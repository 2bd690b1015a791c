package dev.cooper.transfer;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How one registry is reached that another one is a cache of. Nothing else counts: no login of the
 * user, no mirror of the machine.
 *
 * @param address such as {@code https://registry-1.docker.io}; {@code http} is spoken where it says
 *     so
 * @param login who the cache is there; empty for nobody
 * @param program what tells the login, in place of it
 * @param authority a file of certificate authorities to trust as well
 * @param unverified whether its certificate need not be valid
 * @param patience how long it may be silent
 */
public record UpstreamSettings(
        URI address,
        Optional<Login> login,
        Optional<LoginProgram> program,
        Optional<Path> authority,
        boolean unverified,
        Duration patience) {

    /**
     * A program that tells a login, spoken to as docker's credential helpers.
     *
     * @param command its path, or its name in the PATH
     * @param lifetime how long a login is used before the program is asked again
     */
    public record LoginProgram(String command, Duration lifetime) {}

    /** A registry that is reached without a login. */
    public static UpstreamSettings of(URI address, Duration patience) {
        return new UpstreamSettings(
                address, Optional.empty(), Optional.empty(), Optional.empty(), false, patience);
    }

    /** Host and port. */
    public String host() {
        return address.getAuthority();
    }

    /** Whether the cache is somebody there. */
    public boolean hasLogin() {
        return login.isPresent() || program.isPresent();
    }
}
