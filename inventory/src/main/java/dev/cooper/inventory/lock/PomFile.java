package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.XmlDocument;
import dev.cooper.inventory.document.XmlDocument.Element;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code pom.xml} of Maven ("POM Reference"): what the project names, with properties, managed
 * versions and parents as far as they lie on disk. What the named ones need in turn would have to
 * be asked of a network.
 */
public final class PomFile implements LockFile {
    private static final int MOST_PARENTS = 20;

    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Element> line = line(XmlDocument.parse(content), around);
        PomProperties properties = PomProperties.of(line);
        Map<String, Element> managed = new LinkedHashMap<>();
        for (Element project : line) {
            for (Element each :
                    project.child("dependencyManagement").child("dependencies").children()) {
                managed.putIfAbsent(name(each, properties), each);
            }
        }
        List<Locked> found = new ArrayList<>();
        String own = properties.resolve("${project.groupId}:${project.artifactId}");
        String version = properties.resolve("${project.version}");
        if (isKnown(own) && isKnown(version)) {
            found.add(Locked.of(own, version).with(Locked.Relationship.ROOT));
        }
        Map<String, Locked> direct = new LinkedHashMap<>();
        for (Element project : line) {
            for (Element each : project.child("dependencies").children("dependency")) {
                dependency(each, managed, properties)
                        .ifPresent(one -> direct.putIfAbsent(one.name(), one));
            }
        }
        found.addAll(direct.values());
        return found;
    }

    private static Optional<Locked> dependency(
            Element each, Map<String, Element> managed, PomProperties properties) {
        String name = name(each, properties);
        Element from = managed.getOrDefault(name, new Element("", Map.of(), List.of(), ""));
        String version = properties.resolve(first(each, from, "version"));
        String scope = properties.resolve(first(each, from, "scope"));
        boolean isOptional = properties.resolve(first(each, from, "optional")).equals("true");
        if (!isKnown(name) || !isKnown(version)) {
            return Optional.empty();
        }
        boolean isUsed = scope.isEmpty() || scope.equals("compile") || scope.equals("runtime");
        return Optional.of(
                Locked.of(name, version)
                        .with(Locked.Relationship.DIRECT)
                        .withDevelopment(!isUsed || isOptional));
    }

    private static String first(Element one, Element other, String child) {
        String text = one.child(child).text();
        return text.isEmpty() ? other.child(child).text() : text;
    }

    private static String name(Element dependency, PomProperties properties) {
        return properties.resolve(dependency.child("groupId").text())
                + ":"
                + properties.resolve(dependency.child("artifactId").text());
    }

    /** Neither a range nor with properties of which nothing is known. */
    private static boolean isKnown(String text) {
        return !text.isEmpty()
                && !text.startsWith(":")
                && !text.endsWith(":")
                && text.indexOf('$') < 0
                && text.indexOf('[') < 0
                && text.indexOf('(') < 0;
    }

    /** The project and those above it, as far as they are on disk. */
    private static List<Element> line(Element project, Surroundings around) {
        List<Element> line = new ArrayList<>(List.of(project));
        String directory = "";
        for (Element parent = project.child("parent");
                !parent.children().isEmpty() && line.size() < MOST_PARENTS;
                parent = line.getLast().child("parent")) {
            boolean says = !parent.children("relativePath").isEmpty();
            String path = says ? parent.child("relativePath").text() : "../pom.xml";
            if (path.isEmpty()) {
                break;
            }
            String file = directory + (path.endsWith(".xml") ? path : path + "/pom.xml");
            Optional<Element> above = around.file(file).flatMap(PomFile::parsed);
            String wanted = parent.child("artifactId").text();
            if (above.isEmpty() || !above.get().child("artifactId").text().equals(wanted)) {
                break;
            }
            line.add(above.get());
            directory = file.substring(0, file.lastIndexOf('/') + 1);
        }
        return line;
    }

    private static Optional<Element> parsed(byte[] content) {
        try {
            return Optional.of(XmlDocument.parse(content));
        } catch (SyntaxException e) {
            return Optional.empty(); // a warning names it when its own turn comes
        }
    }
}
