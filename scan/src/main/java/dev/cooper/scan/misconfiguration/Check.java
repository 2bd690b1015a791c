package dev.cooper.scan.misconfiguration;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.MisconfigurationFinding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a check is about; the resource {@code checks.txt} has them all.
 *
 * @param id such as {@code DS-0002}
 * @param description why it matters
 * @param resolution what to do
 */
public record Check(
        String id, Severity severity, String title, String description, String resolution) {

    private static final Map<String, Check> ALL = read();

    /** All checks whose ids begin with a text, by their ids. */
    static List<Check> all(String prefix) {
        return ALL.values().stream().filter(check -> check.id.startsWith(prefix)).toList();
    }

    /**
     * The check with an id, in any of its forms: {@code DS-0002}, {@code DS002}, {@code
     * AVD-DS-0002}.
     */
    public static Optional<Check> find(String id) {
        String wanted = id.toUpperCase(Locale.ROOT);
        return ALL.values().stream()
                .filter(check -> check.id.equals(wanted) || check.aliases().contains(wanted))
                .findFirst();
    }

    static Check of(String id) {
        Check check = ALL.get(id);
        if (check == null) {
            throw new IllegalArgumentException(id);
        }
        return check;
    }

    /** Other names of it: {@code DS002} and {@code AVD-DS-0002}. */
    public List<String> aliases() {
        int dash = id.indexOf('-');
        return List.of(id.substring(0, dash) + id.substring(dash + 2), "AVD-" + id);
    }

    /** What it finds in one place. */
    MisconfigurationFinding finding(
            String type,
            String path,
            String message,
            int startLine,
            int endLine,
            List<String> code,
            int layer) {
        return new MisconfigurationFinding(
                id,
                aliases(),
                title,
                description,
                message,
                resolution,
                address(),
                severity,
                type,
                path,
                startLine,
                endLine,
                code,
                layer);
    }

    /** The page that says more. */
    public String address() {
        return "https://avd.aquasec.com/misconfig/" + id.toLowerCase(Locale.ROOT);
    }

    private static Map<String, Check> read() {
        Map<String, Check> checks = new LinkedHashMap<>();
        try (InputStream in = Check.class.getResourceAsStream("checks.txt")) {
            if (in == null) {
                throw new IllegalStateException("checks.txt is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
                String[] fields = line.split(" \\| ", 5);
                checks.put(
                        fields[0],
                        new Check(
                                fields[0],
                                Severity.valueOf(fields[1]),
                                fields[2],
                                fields[3],
                                fields[4]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return checks;
    }
}
