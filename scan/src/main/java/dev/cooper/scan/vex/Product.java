package dev.cooper.scan.vex;

import java.util.List;

/**
 * What a statement is about.
 *
 * @param patterns the product, by one or several package URLs
 * @param subcomponents what in it is meant; none for the whole of it
 * @param unnamed what it is called where no package URL is given; else empty
 */
record Product(List<PurlPattern> patterns, List<PurlPattern> subcomponents, String unnamed) {
    Product {
        patterns = List.copyOf(patterns);
        subcomponents = List.copyOf(subcomponents);
    }

    /**
     * Why a statement on this product does not hold for a package in an image; the same for all
     * packages when it is about the image itself.
     *
     * @return {@link Mismatch#NONE} when it holds
     */
    Mismatch mismatch(Target target) {
        if (patterns.isEmpty()) {
            return new Mismatch(
                    0, "its product \"%s\" is not named by a package URL".formatted(unnamed));
        }
        Mismatch image = best(patterns, target.images(), "the image");
        Mismatch own = best(patterns, target.packages(), "the package");
        if (subcomponents.isEmpty()) {
            return image.farther(own);
        }
        Mismatch component = best(subcomponents, target.packages(), "the package");
        // What is in a package is not looked into: such a statement names the package twice.
        Mismatch product = image.farther(own);
        return product.holds() ? component : product;
    }

    private static Mismatch best(
            List<PurlPattern> patterns, List<com.github.packageurl.PackageURL> purls, String what) {
        Mismatch best = new Mismatch(0, what + " has no package URL");
        for (PurlPattern pattern : patterns) {
            for (com.github.packageurl.PackageURL purl : purls) {
                best = best.farther(pattern.mismatch(purl));
            }
        }
        return best;
    }
}
