package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.XmlDocument.Element;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The properties of a Maven project, its parents' among them, and what they stand for. */
final class PomProperties {
    private static final int DEEPEST = 20;
    private static final int LONGEST = 1000;

    private final Map<String, String> values = new HashMap<>();

    private PomProperties() {}

    /**
     * @param line the project and those above it
     */
    static PomProperties of(List<Element> line) {
        PomProperties properties = new PomProperties();
        Map<String, String> values = properties.values;
        for (Element project : line) {
            for (Element each : project.child("properties").children()) {
                values.putIfAbsent(each.name(), each.text());
            }
        }
        Element own = line.getFirst();
        Element parent = own.child("parent");
        for (String name : List.of("groupId", "artifactId", "version")) {
            String above = parent.child(name).text();
            String text = own.child(name).text();
            String effective = text.isEmpty() && !name.equals("artifactId") ? above : text;
            for (String prefix : List.of("project.", "pom.", "")) {
                values.putIfAbsent(prefix + name, effective);
            }
            values.put("project.parent." + name, above);
        }
        return properties;
    }

    /** The text with values in the place of properties; those that are unknown stay. */
    String resolve(String text) {
        return resolve(text, 0);
    }

    private String resolve(String text, int depth) {
        int start = text.indexOf("${");
        if (start < 0 || depth > DEEPEST) {
            return text;
        }
        StringBuilder resolved = new StringBuilder();
        int from = 0;
        while (start >= 0 && resolved.length() < LONGEST) {
            int end = text.indexOf('}', start);
            if (end < 0) {
                break;
            }
            String value = values.get(text.substring(start + 2, end));
            resolved.append(text, from, start);
            resolved.append(
                    value == null ? text.substring(start, end + 1) : resolve(value, depth + 1));
            from = end + 1;
            start = text.indexOf("${", from);
        }
        resolved.append(text, from, text.length());
        return resolved.substring(0, Math.min(resolved.length(), LONGEST)).strip();
    }
}
