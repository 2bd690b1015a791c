package dev.cooper.scan;

import dev.cooper.oci.ImageConfig;
import dev.cooper.scan.match.BaseImage;
import dev.cooper.scan.misconfiguration.Checked;
import dev.cooper.scan.misconfiguration.ImageConfigChecks;
import dev.cooper.scan.secret.SecretObserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Checks the configuration of an image. */
final class Checks {
    private final ImageConfigChecks images;

    Checks(SecretObserver secrets) {
        this.images = new ImageConfigChecks(secrets);
    }

    /**
     * @param base what the image was built on, whose steps its own author cannot change
     */
    List<Checked> ofImage(String name, String config, Optional<BaseImage> base) throws IOException {
        ImageConfig image = ImageConfig.parse(config.getBytes(StandardCharsets.UTF_8));
        int steps =
                base.map(BaseImage::steps)
                        .orElseGet(() -> ImageConfigChecks.guessBase(image.history()));
        return List.of(images.check(name, image, steps));
    }
}
