package dev.cooper.scan;

import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.misconfiguration.Checked;
import dev.cooper.scan.misconfiguration.DockerfileChecks;
import dev.cooper.scan.misconfiguration.ImageConfigChecks;
import dev.cooper.scan.misconfiguration.KubernetesChecks;
import dev.cooper.scan.secret.SecretObserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the configuration of an image, or the files of a directory. */
final class Checks {
    private final DockerfileChecks dockerfiles;
    private final KubernetesChecks manifests;
    private final ImageConfigChecks images;
    private final List<String> warnings;

    Checks(SecretObserver secrets, LocalDate today, List<String> warnings) {
        this.dockerfiles = new DockerfileChecks(secrets, today);
        this.manifests = new KubernetesChecks(secrets, today);
        this.images = new ImageConfigChecks(secrets);
        this.warnings = warnings;
    }

    List<Checked> ofImage(String name, String config) throws IOException {
        ImageConfig image = ImageConfig.parse(config.getBytes(StandardCharsets.UTF_8));
        return List.of(images.check(name, image, ImageConfigChecks.guessBase(image.history())));
    }

    /** Checks files by their names; one that cannot be read is a warning. */
    List<Checked> ofFiles(Map<String, byte[]> files) throws IOException {
        List<Checked> checked = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            try {
                of(file.getKey(), file.getValue()).ifPresent(checked::add);
            } catch (SyntaxException e) {
                String message = String.valueOf(e.getMessage());
                String first = message.lines().findFirst().orElse("");
                warnings.add(
                        first.startsWith(file.getKey()) ? first : file.getKey() + ": " + first);
            }
        }
        return checked;
    }

    private Optional<Checked> of(String path, byte[] content) throws IOException {
        return DockerfileChecks.isDockerfile(path.substring(path.lastIndexOf('/') + 1))
                ? Optional.of(dockerfiles.check(path, content))
                : manifests.check(path, content);
    }
}
