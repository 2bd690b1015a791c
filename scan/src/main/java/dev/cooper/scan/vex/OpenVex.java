package dev.cooper.scan.vex;

import dev.cooper.inventory.document.Tree;
import dev.cooper.oci.SyntaxException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads OpenVEX documents (OpenVEX specification 0.0.1 to 0.2.0). */
final class OpenVex {
    private OpenVex() {}

    static boolean is(Tree document) {
        return document.text("@context").contains("openvex.dev/ns");
    }

    static List<Statement> read(Tree document) {
        String own = document.text("@id");
        Instant from = Times.of(document.text("timestamp"), Instant.EPOCH);
        Instant at = Times.of(document.text("last_updated"), from);
        List<Statement> statements = new ArrayList<>();
        List<Tree> items = document.at("statements").items();
        for (int i = 0; i < items.size(); i++) {
            Tree each = items.get(i);
            String id = each.text("@id");
            statements.add(statement(each, id.isEmpty() ? own + "#" + (i + 1) : id, i + 1, at));
        }
        return statements;
    }

    private static Statement statement(Tree each, String id, int number, Instant documented) {
        Set<String> names = vulnerabilities(each.at("vulnerability"));
        if (names.isEmpty()) {
            throw new SyntaxException("statement %d names no vulnerability".formatted(number));
        }
        List<Product> products = new ArrayList<>();
        List<Tree> common = each.at("subcomponents").items();
        for (Tree product : each.at("products").items()) {
            List<Tree> parts = product.at("subcomponents").items();
            products.add(product(product, parts.isEmpty() ? common : parts));
        }
        Instant at = Times.of(each.text("timestamp"), documented);
        String impact = each.text("impact_statement");
        return new Statement(
                id,
                names,
                products,
                status(each.text("status"), number),
                each.text("justification"),
                impact.isEmpty() ? each.text("status_notes") : impact,
                Times.of(each.text("last_updated"), at));
    }

    private static VexStatus status(String word, int number) {
        for (VexStatus status : VexStatus.values()) {
            if (status.word().equals(word.toLowerCase(Locale.ROOT))) {
                return status;
            }
        }
        throw new SyntaxException(
                "statement %d has the status \"%s\"; known are not_affected, affected, fixed and"
                                .formatted(number, word)
                        + " under_investigation");
    }

    /** A name, or one with others; an address of the vulnerability is one more. */
    private static Set<String> vulnerabilities(Tree value) {
        Set<String> names = new LinkedHashSet<>();
        names.add(value.text());
        names.add(value.text("name"));
        value.at("aliases").items().forEach(alias -> names.add(alias.text()));
        names.add(value.text("@id").substring(value.text("@id").lastIndexOf('/') + 1));
        names.remove("");
        return names;
    }

    private static Product product(Tree product, List<Tree> parts) {
        List<PurlPattern> components = new ArrayList<>();
        for (Tree part : parts) {
            components.addAll(patterns(part));
        }
        List<PurlPattern> patterns = patterns(product);
        boolean isLost = !parts.isEmpty() && components.isEmpty();
        // Without its parts, a statement on parts would hold for the whole.
        return new Product(
                isLost ? List.of() : patterns, components, product.text() + product.text("@id"));
    }

    private static List<PurlPattern> patterns(Tree of) {
        Set<String> texts = new LinkedHashSet<>();
        texts.add(of.text());
        texts.add(of.text("@id"));
        texts.add(of.at("identifiers").text("purl"));
        List<PurlPattern> patterns = new ArrayList<>();
        texts.forEach(text -> PurlPattern.of(text).ifPresent(patterns::add));
        return patterns;
    }
}
