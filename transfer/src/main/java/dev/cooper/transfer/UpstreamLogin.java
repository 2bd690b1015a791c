package dev.cooper.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The login for a registry that another one is a cache of: as configured, or told by a program. */
final class UpstreamLogin implements Logins {
    private final UpstreamSettings settings;
    private Optional<Login> told = Optional.empty();
    private boolean asked;
    private long askedAt;

    UpstreamLogin(UpstreamSettings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized Optional<Login> find(String registry, String repository)
            throws IOException {
        if (settings.program().isEmpty()) {
            return settings.login();
        }
        UpstreamSettings.LoginProgram program = settings.program().get();
        Duration age = Duration.ofNanos(System.nanoTime() - askedAt);
        if (!asked || age.compareTo(program.lifetime()) > 0) {
            String path = System.getenv().getOrDefault("PATH", "");
            told =
                    CredentialHelper.ofProgram(program.command(), path)
                            .get(settings.address().toString());
            asked = true;
            askedAt = System.nanoTime();
        }
        return told;
    }
}
