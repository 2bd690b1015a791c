package dev.cooper.scan.vex;

import dev.cooper.inventory.document.Tree;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads CSAF documents of the profile VEX (OASIS CSAF 2.0 and 2.1). */
final class CsafVex {
    private static final Map<String, VexStatus> STATUSES =
            Map.of(
                    "known_not_affected", VexStatus.NOT_AFFECTED,
                    "fixed", VexStatus.FIXED,
                    "first_fixed", VexStatus.FIXED,
                    "known_affected", VexStatus.AFFECTED,
                    "first_affected", VexStatus.AFFECTED,
                    "last_affected", VexStatus.AFFECTED,
                    "under_investigation", VexStatus.UNDER_INVESTIGATION);

    private static final int DEEPEST = 50;

    private final Map<String, Product> products = new HashMap<>();

    private CsafVex() {}

    static boolean is(Tree document) {
        return !document.at("document").text("csaf_version").isEmpty()
                || document.at("document").text("category").startsWith("csaf");
    }

    static List<Statement> read(Tree document) {
        CsafVex reader = new CsafVex();
        Tree tree = document.at("product_tree");
        reader.branches(tree.at("branches").items(), 0);
        tree.at("full_product_names").items().forEach(reader::product);
        reader.relationships(tree.at("relationships").items());
        Tree tracking = document.at("document").at("tracking");
        Instant at = Times.of(tracking.text("current_release_date"), Instant.EPOCH);
        List<Statement> statements = new ArrayList<>();
        for (Tree vulnerability : document.at("vulnerabilities").items()) {
            reader.statements(vulnerability, tracking.text("id"), at, statements);
        }
        return statements;
    }

    private void branches(List<Tree> branches, int depth) {
        for (Tree branch : branches) {
            product(branch.at("product"));
            if (depth < DEEPEST) {
                branches(branch.at("branches").items(), depth + 1);
            }
        }
    }

    private void product(Tree product) {
        String id = product.text("product_id");
        if (id.isEmpty()) {
            return;
        }
        Tree named = product.at("product_identification_helper");
        Set<String> purls = new LinkedHashSet<>();
        purls.add(named.text("purl"));
        named.at("purls").items().forEach(purl -> purls.add(purl.text()));
        List<PurlPattern> patterns = new ArrayList<>();
        purls.forEach(purl -> PurlPattern.of(purl).ifPresent(patterns::add));
        products.put(id, new Product(patterns, List.of(), id));
    }

    /** A component of a product, or what is installed on it, is a product of its own. */
    private void relationships(List<Tree> relationships) {
        for (Tree each : relationships) {
            String id = each.at("full_product_name").text("product_id");
            Product part = products.get(each.text("product_reference"));
            Product whole = products.get(each.text("relates_to_product_reference"));
            if (part != null && whole != null && !id.isEmpty()) {
                boolean isLost = part.patterns().isEmpty();
                products.put(
                        id,
                        new Product(
                                isLost ? List.of() : whole.patterns(),
                                part.patterns(),
                                isLost ? part.unnamed() : whole.unnamed()));
            }
        }
    }

    private void statements(
            Tree vulnerability, String document, Instant at, List<Statement> statements) {
        Set<String> names = new LinkedHashSet<>();
        names.add(vulnerability.text("cve"));
        vulnerability.at("ids").items().forEach(id -> names.add(id.text("text")));
        names.remove("");
        vulnerability
                .at("product_status")
                .members()
                .forEach((word, ids) -> {
                    VexStatus status = STATUSES.get(word);
                    if (status == null) {
                        return; // such as "recommended"
                    }
                    for (Tree id : ids.items()) {
                        Product product =
                                products.getOrDefault(
                                        id.text(), new Product(List.of(), List.of(), id.text()));
                        statements.add(
                                new Statement(
                                        document + "#" + id.text(),
                                        names,
                                        List.of(product),
                                        status,
                                        label(vulnerability, id.text()),
                                        impact(vulnerability, id.text()),
                                        at));
                    }
                });
    }

    private static String label(Tree vulnerability, String product) {
        for (Tree flag : vulnerability.at("flags").items()) {
            if (isAbout(flag, product)) {
                return flag.text("label");
            }
        }
        return "";
    }

    private static String impact(Tree vulnerability, String product) {
        for (Tree threat : vulnerability.at("threats").items()) {
            if (threat.text("category").equals("impact") && isAbout(threat, product)) {
                return threat.text("details");
            }
        }
        return "";
    }

    private static boolean isAbout(Tree remark, String product) {
        return remark.at("product_ids").items().stream().anyMatch(id -> id.text().equals(product));
    }
}
