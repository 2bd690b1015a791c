package dev.cooper.scan.feed;

import us.springett.cvss.CvssV4;
import us.springett.cvss.MalformedVectorException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Base scores of the Common Vulnerability Scoring System: of versions 2.0, 3.0 and 3.1 by the
 * formulas of their specification documents, of version 4.0 by a library, because it has a table of
 * scores instead.
 */
final class Cvss {
    private static final List<String> BASE_OF_FOURTH =
            List.of("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA");

    private Cvss() {}

    /**
     * The version of a vector.
     *
     * @param type OSV's word for it, which is needed for 2.0 only
     */
    static Optional<String> version(String vector, String type) {
        if (vector.startsWith("CVSS:")) {
            int slash = vector.indexOf('/');
            String version = vector.substring(5, slash < 0 ? vector.length() : slash);
            return switch (version) {
                case "3.0", "3.1", "4.0" -> Optional.of(version);
                default -> Optional.empty();
            };
        }
        return type.equals("CVSS_V2") && vector.contains("Au:")
                ? Optional.of("2.0")
                : Optional.empty();
    }

    /** The base score of a vector; empty when it lacks something. */
    static Optional<Double> score(String vector) {
        Map<String, String> metrics = new HashMap<>();
        for (String part : vector.replace("(", "").replace(")", "").split("/", -1)) {
            int colon = part.indexOf(':');
            if (colon > 0) {
                metrics.put(part.substring(0, colon), part.substring(colon + 1));
            }
        }
        double score =
                switch (metrics.getOrDefault("CVSS", "")) {
                    case "3.0", "3.1" -> third(metrics);
                    case "4.0" -> fourth(metrics);
                    case "" -> second(metrics);
                    default -> Double.NaN;
                };
        return Double.isNaN(score) ? Optional.empty() : Optional.of(score);
    }

    /** Threat and environment are left out, as in the scores of the other versions. */
    private static double fourth(Map<String, String> metrics) {
        StringBuilder base = new StringBuilder("CVSS:4.0");
        for (String name : BASE_OF_FOURTH) {
            String value = metrics.getOrDefault(name, "");
            if (value.length() != 1) {
                return Double.NaN;
            }
            base.append('/').append(name).append(':').append(value);
        }
        try {
            return us.springett.cvss.Cvss.fromVector(base.toString()) instanceof CvssV4 vector
                    ? vector.calculateScore().getBaseScore()
                    : Double.NaN;
        } catch (MalformedVectorException e) {
            return Double.NaN;
        }
    }

    private static double third(Map<String, String> metrics) {
        boolean changed = "C".equals(metrics.get("S"));
        double impact =
                1
                        - (1 - effect(metrics, "C"))
                                * (1 - effect(metrics, "I"))
                                * (1 - effect(metrics, "A"));
        double scoped =
                changed
                        ? 7.52 * (impact - 0.029) - 3.25 * Math.pow(impact - 0.02, 15)
                        : 6.42 * impact;
        double ease =
                8.22
                        * pick(metrics, "AV", "N", 0.85, "A", 0.62, "L", 0.55, "P", 0.2)
                        * pick(metrics, "AC", "L", 0.77, "H", 0.44)
                        * pick(
                                metrics,
                                "PR",
                                "N",
                                0.85,
                                "L",
                                changed ? 0.68 : 0.62,
                                "H",
                                changed ? 0.5 : 0.27)
                        * pick(metrics, "UI", "N", 0.85, "R", 0.62);
        if (Double.isNaN(scoped + ease)) {
            return Double.NaN;
        }
        if (scoped <= 0) {
            return 0;
        }
        return roundedUp(Math.min((changed ? 1.08 : 1) * (scoped + ease), 10));
    }

    private static double effect(Map<String, String> metrics, String name) {
        return pick(metrics, name, "H", 0.56, "L", 0.22, "N", 0.0);
    }

    /** To one digit, upwards, without the errors of binary fractions (3.1, appendix A). */
    private static double roundedUp(double score) {
        long whole = Math.round(score * 100_000);
        return whole % 10_000 == 0 ? whole / 100_000.0 : (Math.floorDiv(whole, 10_000) + 1) / 10.0;
    }

    private static double second(Map<String, String> metrics) {
        double impact =
                10.41
                        * (1
                                - (1 - older(metrics, "C"))
                                        * (1 - older(metrics, "I"))
                                        * (1 - older(metrics, "A")));
        double ease =
                20
                        * pick(metrics, "AV", "L", 0.395, "A", 0.646, "N", 1.0)
                        * pick(metrics, "AC", "H", 0.35, "M", 0.61, "L", 0.71)
                        * pick(metrics, "Au", "M", 0.45, "S", 0.56, "N", 0.704);
        double factor = impact == 0 ? 0 : 1.176;
        return Math.round((0.6 * impact + 0.4 * ease - 1.5) * factor * 10) / 10.0
                + (Double.isNaN(impact + ease) ? Double.NaN : 0);
    }

    private static double older(Map<String, String> metrics, String name) {
        return pick(metrics, name, "N", 0.0, "P", 0.275, "C", 0.66);
    }

    /** The weight of a metric's value; not a number when it is missing or unknown. */
    private static double pick(Map<String, String> metrics, String name, Object... weights) {
        String value = metrics.getOrDefault(name, "");
        for (int i = 0; i < weights.length; i += 2) {
            if (value.equals(weights[i])) {
                return (double) weights[i + 1];
            }
        }
        return Double.NaN;
    }
}
