package dev.cooper.transfer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The login for a registry that another one is a cache of: as configured, or told by a program. */
final class UpstreamLogin implements Logins {
    private final UpstreamSettings settings;
    private @Nullable Optional<Login> told;
    private long toldAt;

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
        Optional<Login> known = told;
        Duration age = Duration.ofNanos(System.nanoTime() - toldAt);
        if (known == null || age.compareTo(program.lifetime()) > 0) {
            String path = System.getenv().getOrDefault("PATH", "");
            known =
                    CredentialHelper.ofProgram(program.command(), path)
                            .get(settings.address().toString());
            told = known;
            toldAt = System.nanoTime();
        }
        return known;
    }
}
