package dev.cooper.scan.match;

import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a plan, for people and for programs. */
public final class FixPlanText {
    private static final int SHOWN = 4;

    private FixPlanText() {}

    /** For people: lines with a line feed behind each. */
    public static String of(FixPlan plan) {
        StringBuilder text = new StringBuilder();
        int removed = plan.total() - plan.unfixed().size();
        text.append(
                "%s remove%s %d of %d findings%n"
                        .formatted(
                                counted(plan.upgrades().size(), "upgrade"),
                                plan.upgrades().size() == 1 ? "s" : "",
                                removed,
                                plan.total()));
        int number = 1;
        for (Upgrade each : plan.upgrades()) {
            upgrade(number++, each, text);
        }
        if (!plan.unfixed().isEmpty()) {
            text.append(
                    "%s without a fix: %s%n"
                            .formatted(
                                    counted(plan.unfixed().size(), "finding"),
                                    statuses(plan.unfixed())));
        }
        plan.base().ifPresent(base -> base(base, plan, text));
        return text.toString();
    }

    private static void base(BaseImage base, FixPlan plan, StringBuilder text) {
        int count = plan.inBase().orElse(0);
        text.append(
                "%d of the findings %s in layers of %s%s, %d in layers above it%n"
                        .formatted(
                                count,
                                count == 1 ? "is" : "are",
                                base.title(),
                                base.source() == BaseImage.Source.HISTORY
                                        ? " (guessed from the history)"
                                        : "",
                                plan.total() - count));
        for (NewerBase each : plan.bases()) {
            text.append(
                    "base %s -> %s removes %d of %d (%d critical), adds %d%n"
                            .formatted(
                                    base.name().isEmpty() ? "image" : base.name(),
                                    each.reference(),
                                    each.removed(),
                                    each.removed() + each.left(),
                                    each.critical(),
                                    each.added()));
        }
    }

    private static void upgrade(int number, Upgrade upgrade, StringBuilder text) {
        Upgrade.Step best = upgrade.best();
        text.append(
                "%3d. %s %s -> %s (%s%s): removes %d (%s)%n"
                        .formatted(
                                number,
                                upgrade.name(),
                                upgrade.from(),
                                best.version(),
                                packages(upgrade.packages()),
                                switch (upgrade.part()) {
                                    case BASE -> "; in the base image";
                                    case OWN -> "; above the base image";
                                    case UNKNOWN -> "";
                                },
                                best.removes().size(),
                                severities(best.removes())));
        List<Upgrade.Step> lower = upgrade.steps().subList(0, upgrade.steps().size() - 1);
        for (Upgrade.Step step : lower.subList(Math.max(0, lower.size() - SHOWN), lower.size())) {
            text.append(
                    "       %s removes %d of them%n"
                            .formatted(step.version(), step.removes().size()));
        }
    }

    private static String packages(List<String> packages) {
        int shown = Math.min(SHOWN, packages.size());
        String first = String.join(", ", packages.subList(0, shown));
        return packages.size() == shown
                ? first
                : first + " and %d more".formatted(packages.size() - shown);
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String severities(List<VulnerabilityFinding> findings) {
        List<String> parts = new ArrayList<>();
        for (Severity severity : Arrays.asList(Severity.values()).reversed()) {
            long count = findings.stream().filter(each -> each.severity() == severity).count();
            if (count > 0) {
                parts.add(count + " " + severity);
            }
        }
        return String.join(", ", parts);
    }

    private static String statuses(List<VulnerabilityFinding> findings) {
        List<String> parts = new ArrayList<>();
        for (Status status : Status.values()) {
            long count = findings.stream().filter(each -> each.status() == status).count();
            if (count > 0) {
                parts.add(count + " " + status.word());
            }
        }
        return String.join(", ", parts);
    }

    /** The same for programs. */
    public static byte[] json(FixPlan plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("total", plan.total());
        fields.put("unfixed", plan.unfixed().size());
        if (plan.inBase().isPresent()) {
            fields.put("inBase", plan.inBase().getAsInt());
        }
        plan.base().ifPresent(base -> fields.put("base", base(base)));
        fields.put("upgrades", plan.upgrades().stream().map(FixPlanText::upgrade).toList());
        fields.put("bases", plan.bases().stream().map(FixPlanText::base).toList());
        return Json.write(fields);
    }

    private static Map<String, Object> upgrade(Upgrade upgrade) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", upgrade.kind().purlType());
        fields.put("name", upgrade.name());
        fields.put("packages", upgrade.packages());
        fields.put("from", upgrade.from());
        fields.put("to", upgrade.best().version());
        fields.put("part", upgrade.part().name().toLowerCase(Locale.ROOT));
        List<Object> steps = new ArrayList<>();
        for (Upgrade.Step step : upgrade.steps()) {
            Map<String, Object> its = new LinkedHashMap<>();
            its.put("version", step.version());
            its.put(
                    "removes",
                    step.removes().stream().map(VulnerabilityFinding::id).distinct().toList());
            steps.add(its);
        }
        fields.put("steps", steps);
        return fields;
    }

    private static Map<String, Object> base(BaseImage base) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", base.name());
        fields.put("digest", base.digest());
        fields.put("layers", base.layers());
        fields.put("source", base.source().word());
        return fields;
    }

    private static Map<String, Object> base(NewerBase base) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("reference", base.reference());
        fields.put("digest", base.digest());
        fields.put("removed", base.removed());
        fields.put("critical", base.critical());
        fields.put("left", base.left());
        fields.put("added", base.added());
        return fields;
    }
}
