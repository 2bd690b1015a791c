package dev.cooper.scan.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class BaseImageTest {
    private static final ImageConfig DEBIAN = image("ADD rootfs /", "-CMD bash");
    private static final ImageConfig PYTHON = image("ADD rootfs /", "-CMD bash", "RUN make python");
    private static final ImageConfig SHOP =
            image("ADD rootfs /", "-CMD bash", "RUN make python", "COPY . /", "-CMD shop");

    /** An image with a layer for each step but those that begin with a dash. */
    private static ImageConfig image(String... steps) {
        List<Digest> layers = new ArrayList<>();
        List<History> history = new ArrayList<>();
        for (String step : steps) {
            boolean isEmpty = step.startsWith("-");
            history.add(
                    new History(
                            Optional.empty(), isEmpty ? step.substring(1) : step, "", "", isEmpty));
            if (!isEmpty) {
                layers.add(Digest.sha256(step.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new ImageConfig(
                Optional.empty(), "", Platform.host(), ContainerConfig.EMPTY, layers, history);
    }

    private static BaseImage.Known known(String name, ImageConfig config) {
        return new BaseImage.Known(name, "", config);
    }

    @Test
    void isTheImageThatHasMostOfTheLayers() {
        List<BaseImage.Known> all =
                List.of(
                        known("debian", DEBIAN),
                        known("python", PYTHON),
                        known("other", image("ADD other /")),
                        known("above", image("ADD rootfs /", "RUN else")));
        assertEquals(
                Optional.of(new BaseImage("python", "", 2, 3, BaseImage.Source.LAYERS)),
                BaseImage.among(all, SHOP));
        assertEquals(Optional.empty(), BaseImage.among(all, DEBIAN));
    }

    @Test
    void anImageOfTheSameLayersIsABaseIfItsStepsComeFirst() {
        ImageConfig named = image("ADD rootfs /", "-CMD bash", "-LABEL a=b");
        assertEquals(
                Optional.of(new BaseImage("debian", "", 1, 2, BaseImage.Source.LAYERS)),
                BaseImage.among(List.of(known("debian", DEBIAN)), named));
        assertEquals(
                Optional.empty(),
                BaseImage.among(
                        List.of(known("sibling", image("ADD rootfs /", "-CMD sh"))), named));
    }

    @Test
    void stepsOfAHistoryThatIsNotThatOfTheLayersSayNothing() {
        assertEquals(
                Optional.of(new BaseImage("", "", 1, 2, BaseImage.Source.HISTORY)),
                BaseImage.ofSteps(SHOP, 2));
        assertEquals(Optional.empty(), BaseImage.ofSteps(SHOP, 0));
        ImageConfig squashed =
                new ImageConfig(
                        Optional.empty(),
                        "",
                        Platform.host(),
                        ContainerConfig.EMPTY,
                        DEBIAN.diffIds(),
                        SHOP.history());
        assertEquals(Optional.empty(), BaseImage.ofSteps(squashed, 2));
    }
}
