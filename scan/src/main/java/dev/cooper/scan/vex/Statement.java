package dev.cooper.scan.vex;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a VEX document says on one vulnerability.
 *
 * @param id by which the document calls it
 * @param vulnerabilities all names of the vulnerability
 * @param justification the document's own word, such as {@code vulnerable_code_not_present}; may be
 *     empty
 * @param text for people; may be empty
 * @param at when it was said; of several the latest counts
 */
record Statement(
        String id,
        Set<String> vulnerabilities,
        List<Product> products,
        VexStatus status,
        String justification,
        String text,
        Instant at) {
    Statement {
        vulnerabilities = Set.copyOf(vulnerabilities);
        products = List.copyOf(products);
    }

    /** Why it does not hold for a package; of several products the one that comes closest. */
    Mismatch mismatch(Target target) {
        Mismatch best = new Mismatch(-1, "it names no product");
        for (Product product : products) {
            best = best.farther(product.mismatch(target));
        }
        return best;
    }

    /** Justification and text, as far as there are any. */
    String reason() {
        if (justification.isEmpty() || text.isEmpty()) {
            return justification + text;
        }
        return justification + ": " + text;
    }
}
