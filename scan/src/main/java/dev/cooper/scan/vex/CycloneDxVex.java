package dev.cooper.scan.vex;

import dev.cooper.inventory.document.Tree;
import dev.cooper.oci.SyntaxException;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the analyses of vulnerabilities in CycloneDX documents (CycloneDX 1.4 to 1.7). */
final class CycloneDxVex {
    private CycloneDxVex() {}

    static boolean is(Tree document) {
        return document.text("bomFormat").equals("CycloneDX");
    }

    static List<Statement> read(Tree document) {
        Instant made = Times.of(document.at("metadata").text("timestamp"), Instant.EPOCH);
        Map<String, String> purls = new HashMap<>();
        components(document.at("components").items(), purls, 0);
        List<Statement> statements = new ArrayList<>();
        for (Tree each : document.at("vulnerabilities").items()) {
            Tree analysis = each.at("analysis");
            if (analysis.text("state").isEmpty()) {
                continue; // a vulnerability that nobody has judged
            }
            List<Product> products = new ArrayList<>();
            for (Tree affected : each.at("affects").items()) {
                products.add(product(affected.text("ref"), purls));
            }
            Set<String> names = new LinkedHashSet<>();
            names.add(each.text("id"));
            each.at("references").items().forEach(other -> names.add(other.text("id")));
            names.remove("");
            String ref = each.text("bom-ref");
            Instant at = Times.of(each.text("published"), made);
            statements.add(
                    new Statement(
                            ref.isEmpty() ? each.text("id") : ref,
                            names,
                            products,
                            status(analysis.text("state")),
                            analysis.text("justification"),
                            analysis.text("detail"),
                            Times.of(each.text("updated"), at)));
        }
        return statements;
    }

    private static void components(List<Tree> items, Map<String, String> purls, int depth) {
        for (Tree each : items) {
            purls.put(each.text("bom-ref"), each.text("purl"));
            if (depth < 50) {
                components(each.at("components").items(), purls, depth + 1);
            }
        }
    }

    /** A reference within the document, into another ({@code urn:cdx:…#REF}), or a package URL. */
    private static Product product(String ref, Map<String, String> purls) {
        String named = ref;
        if (ref.startsWith("urn:cdx:")) {
            named = decoded(ref.substring(ref.indexOf('#') + 1));
        }
        Optional<PurlPattern> pattern = PurlPattern.of(purls.getOrDefault(named, named));
        return new Product(pattern.map(List::of).orElse(List.of()), List.of(), ref);
    }

    private static String decoded(String text) {
        // A purl has escapes of its own: only what is escaped as a whole is decoded.
        if (text.startsWith("pkg:")) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static VexStatus status(String state) {
        return switch (state) {
            case "resolved", "resolved_with_pedigree" -> VexStatus.FIXED;
            case "not_affected", "false_positive" -> VexStatus.NOT_AFFECTED;
            case "exploitable" -> VexStatus.AFFECTED;
            case "in_triage" -> VexStatus.UNDER_INVESTIGATION;
            default ->
                    throw new SyntaxException(
                            "\"%s\" is no state of an analysis in CycloneDX".formatted(state));
        };
    }
}
