package dev.cooper.scan;

import dev.cooper.oci.ImageConfig;
import dev.cooper.scan.misconfiguration.Checked;
import dev.cooper.scan.misconfiguration.ImageConfigChecks;
import dev.cooper.scan.secret.SecretObserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Checks the configuration of an image. */
final class Checks {
    private final ImageConfigChecks images;

    Checks(SecretObserver secrets) {
        this.images = new ImageConfigChecks(secrets);
    }

    List<Checked> ofImage(String name, String config) throws IOException {
        ImageConfig image = ImageConfig.parse(config.getBytes(StandardCharsets.UTF_8));
        return List.of(images.check(name, image, ImageConfigChecks.guessBase(image.history())));
    }
}
