package dev.cooper.scan.report;

import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Shows what vulnerable packages are needed for: which others need them, and by whom. */
final class DependencyTree {
    private final Map<String, TreeSet<String>> parents = new LinkedHashMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final StringBuilder out;
    private final TextStyle style;

    private DependencyTree(StringBuilder out, TextStyle style) {
        this.out = out;
        this.style = style;
    }

    static void draw(StringBuilder out, Result result, List<Severity> severities, TextStyle style) {
        DependencyTree tree = new DependencyTree(out, style);
        for (LayeredPackage each : result.packages()) {
            tree.learn(each.found(), result.type());
        }
        Map<String, List<VulnerabilityFinding>> vulnerable = new LinkedHashMap<>();
        for (VulnerabilityFinding finding :
                VulnerabilityFields.sorted(result.vulnerabilities(), result.type())) {
            vulnerable
                    .computeIfAbsent(finding.found().found().name(), _ -> new ArrayList<>())
                    .add(finding);
        }
        vulnerable.keySet().removeIf(name -> !tree.parents.containsKey(name));
        if (vulnerable.isEmpty()) {
            return;
        }
        out.append(style.headline("Dependency Origin Tree (Reversed)"));
        out.append(style.of("", result.target())).append('\n');
        int left = vulnerable.size();
        for (Map.Entry<String, List<VulnerabilityFinding>> each : vulnerable.entrySet()) {
            String totals = Totals.of("", each.getValue(), severities).strip();
            String counts = totals.substring(totals.indexOf('('));
            tree.branch(
                    "",
                    --left == 0,
                    tree.ids.getOrDefault(each.getKey(), each.getKey()) + ", " + counts,
                    "31");
            tree.ancestors(each.getKey(), left == 0 ? "    " : "│   ");
        }
    }

    private void learn(SoftwarePackage found, String type) {
        ids.put(found.name(), PackageNames.id(found, type));
        for (String needed : found.dependencies()) {
            parents.computeIfAbsent(needed, _ -> new TreeSet<>()).add(found.name());
        }
    }

    /** Shows who needs a package, and of those far away only the ones that nobody needs. */
    private void ancestors(String name, String indent) {
        Set<String> direct = parents.getOrDefault(name, new TreeSet<>());
        Set<String> roots = new TreeSet<>();
        Set<String> seen = new HashSet<>(Set.of(name));
        for (String parent : direct) {
            roots(parent, seen, roots);
        }
        List<String> near = direct.stream().filter(roots::contains).toList();
        roots.removeAll(near);
        int left = near.size() + (roots.isEmpty() ? 0 : 1);
        for (String parent : near) {
            branch(indent, --left == 0, ids.getOrDefault(parent, parent), "");
        }
        if (!roots.isEmpty()) {
            branch(indent, true, "...(omitted)...", "2");
            int rest = roots.size();
            for (String root : roots) {
                branch(indent + "    ", --rest == 0, ids.getOrDefault(root, root), "");
            }
        }
    }

    private void roots(String start, Set<String> seen, Set<String> roots) {
        List<String> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            String name = open.removeLast();
            if (seen.add(name)) {
                Set<String> above = parents.getOrDefault(name, new TreeSet<>());
                if (above.isEmpty()) {
                    roots.add(name);
                }
                open.addAll(above);
            }
        }
    }

    private void branch(String indent, boolean last, String text, String colour) {
        out.append(indent).append(last ? "└── " : "├── ");
        out.append(style.of(colour, text)).append('\n');
    }
}
