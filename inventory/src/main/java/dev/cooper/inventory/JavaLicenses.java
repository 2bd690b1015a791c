package dev.cooper.inventory;

import dev.cooper.inventory.document.XmlDocument;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;

/** Licences that a Java archive names: in the projects Maven has left in it, and its manifest. */
final class JavaLicenses {
    private static final String HOME = "META-INF/maven/";
    private static final String FILE = "/pom.xml";

    /** By {@code group:artifact}. */
    private final Map<String, List<String>> ofProjects = new HashMap<>();

    static boolean isProject(String entry) {
        return entry.startsWith(HOME) && entry.endsWith(FILE);
    }

    /**
     * Takes a project into account; one that cannot be read names none.
     *
     * @param entry {@code META-INF/maven/GROUP/ARTIFACT/pom.xml}
     */
    void add(String entry, byte[] project) {
        if (entry.length() <= HOME.length() + FILE.length()) {
            return;
        }
        String name = entry.substring(HOME.length(), entry.length() - FILE.length());
        List<String> licenses = new ArrayList<>();
        try {
            for (XmlDocument.Element each :
                    XmlDocument.parse(project).child("licenses").children("license")) {
                if (!each.child("name").text().isEmpty()) {
                    licenses.add(each.child("name").text());
                }
            }
        } catch (SyntaxException e) {
            return; // its coordinates are in another file
        }
        ofProjects.put(name.replace('/', ':'), licenses);
    }

    /**
     * The licences of a package of the archive.
     *
     * @param isAlone whether the archive is nothing else, so that the manifest speaks of it
     */
    List<String> of(SoftwarePackage found, Attributes manifest, boolean isAlone) {
        List<String> licenses = ofProjects.getOrDefault(found.name(), List.of());
        String bundle = manifest.getValue("Bundle-License");
        if (!licenses.isEmpty() || bundle == null || !isAlone) {
            return licenses;
        }
        // NAME;link=..., NAME: the header of OSGi
        List<String> named = new ArrayList<>();
        for (String each : bundle.split(",", -1)) {
            String name = each.split(";", 2)[0].replace("\"", "").strip();
            if (!name.isEmpty() && name.indexOf('=') < 0) {
                named.add(name);
            }
        }
        return named;
    }
}
