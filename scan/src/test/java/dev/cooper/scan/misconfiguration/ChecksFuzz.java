package dev.cooper.scan.misconfiguration;

import dev.cooper.inventory.DamagedFileException;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.secret.SecretObserver;
import dev.cooper.scan.secret.SecretRules;

import java.io.IOException;
import java.time.LocalDate;

/**
 * The target of fuzzing: whatever the bytes are, checking them as a Dockerfile and as a Kubernetes
 * manifest ends with findings or a {@link SyntaxException}.
 */
public final class ChecksFuzz {
    private static final SecretObserver SECRETS = new SecretObserver(SecretRules.builtIn());
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private ChecksFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        try {
            new DockerfileChecks(SECRETS, TODAY).check("Dockerfile", input);
        } catch (SyntaxException | DamagedFileException e) {
            // no Dockerfile, or full of secrets
        }
        try {
            new KubernetesChecks(SECRETS, TODAY).check("pod.yaml", input);
        } catch (SyntaxException | DamagedFileException e) {
            // no YAML, or full of secrets
        }
    }
}
