package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Java archives as their makers published them, laid into each other as Spring Boot, application
 * servers and shading do. The build fetches them.
 */
class RealArchivesTest {
    private static byte[] archive(String name) throws IOException {
        return Files.readAllBytes(Path.of("target/archives", name));
    }

    /** The same archive without what Maven has left in it. */
    private static byte[] withoutTraces(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
                if (!each.getName().startsWith("META-INF/maven/")) {
                    entries.put(each.getName(), zip.readAllBytes());
                }
            }
        }
        return TestLayer.zip(entries);
    }

    private static List<String> found(String path, byte[] archive) {
        return new TestLayer()
                .file(path, archive, 0644).read().packages().stream()
                        .map(each -> each.name() + " " + each.version() + " in " + each.place())
                        .toList();
    }

    @Test
    void aFatArchiveOfSpringBootIsItsProgramAndItsLibraries() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(
                "META-INF/MANIFEST.MF",
                TestLayer.text("Manifest-Version: 1.0\nSpring-Boot-Version: 2.5.6\n\n"));
        entries.put(
                "META-INF/maven/org.example/shop/pom.properties",
                TestLayer.text("groupId=org.example\nartifactId=shop\nversion=1.0.0\n"));
        entries.put("BOOT-INF/classes/org/example/Shop.class", new byte[1]);
        for (String each :
                List.of(
                        "spring-core-5.3.9.jar",
                        "jackson-databind-2.12.5.jar",
                        "log4j-core-2.14.1.jar",
                        "snakeyaml-1.28.jar")) {
            entries.put("BOOT-INF/lib/" + each, archive(each));
        }
        String lib = " in app/shop.jar/BOOT-INF/lib/";
        assertEquals(
                List.of(
                        "org.springframework:spring-core 5.3.9" + lib + "spring-core-5.3.9.jar",
                        "com.fasterxml.jackson.core:jackson-databind 2.12.5"
                                + lib
                                + "jackson-databind-2.12.5.jar",
                        "org.apache.logging.log4j:log4j-core 2.14.1"
                                + lib
                                + "log4j-core-2.14.1.jar",
                        "org.yaml:snakeyaml 1.28" + lib + "snakeyaml-1.28.jar",
                        "org.example:shop 1.0.0 in app/shop.jar"),
                found("app/shop.jar", TestLayer.zip(entries)));
    }

    @Test
    void aCopiedLibraryIsKnownByItsClassesWherePackagesWereMoved() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (String each : List.of("log4j-core-2.14.1.jar", "snakeyaml-1.28.jar")) {
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive(each)))) {
                for (ZipEntry one = zip.getNextEntry(); one != null; one = zip.getNextEntry()) {
                    if (one.getName().endsWith(".class")) {
                        String moved = one.getName().replace("org/yaml/", "com/example/libs/");
                        entries.put(moved, zip.readAllBytes());
                    }
                }
            }
        }
        List<SoftwarePackage> packages =
                new TestLayer().file("a/app.jar", TestLayer.zip(entries), 0644).read().packages();
        assertEquals(
                List.of("org.apache.logging.log4j:log4j-core 2.14.1", "org.yaml:snakeyaml 1.28"),
                packages.stream().map(each -> each.name() + " " + each.version()).toList());
        for (SoftwarePackage each : packages) {
            String remark = each.remarks().get(SoftwarePackage.Remark.FINGERPRINT);
            assertEquals("10 of 10 classes are those of " + each.version(), remark);
        }
    }

    @Test
    void aShadedArchiveIsAllThatWasMovedIntoIt() throws Exception {
        List<String> names =
                found(
                                "lib/surefire-shared-utils-3.5.2.jar",
                                archive("surefire-shared-utils-3.5.2.jar"))
                        .stream()
                        .map(each -> each.substring(0, each.indexOf(" in ")))
                        .sorted()
                        .toList();
        assertEquals(
                List.of(
                        "commons-codec:commons-codec 1.17.1",
                        "commons-io:commons-io 2.17.0",
                        "org.apache.commons:commons-compress 1.27.1",
                        "org.apache.commons:commons-lang3 3.17.0",
                        "org.apache.maven.shared:maven-shared-utils 3.3.4",
                        "org.apache.maven.surefire:surefire-shared-utils 3.5.2"),
                names);
    }

    @Test
    void archivesWithoutMavensTracesHaveTheirRightGroup() throws Exception {
        Map<String, String> wanted =
                Map.of(
                        "spring-core-5.3.9.jar", "org.springframework:spring-core 5.3.9",
                        "asm-9.7.1.jar", "org.ow2.asm:asm 9.7.1",
                        "okhttp-4.9.3.jar", "com.squareup.okhttp3:okhttp 4.9.3",
                        "commons-collections-3.2.1.jar",
                                "commons-collections:commons-collections 3.2.1",
                        "log4j-core-2.14.1.jar", "org.apache.logging.log4j:log4j-core 2.14.1",
                        "jackson-databind-2.12.5.jar",
                                "com.fasterxml.jackson.core:jackson-databind 2.12.5",
                        "snakeyaml-1.28.jar", "org.yaml:snakeyaml 1.28");
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : wanted.keySet()) {
            found.put(name, String.join(", ", found("lib/" + name, withoutTraces(archive(name)))));
        }
        Map<String, String> whole = new LinkedHashMap<>();
        wanted.forEach((name, coordinates) -> whole.put(name, coordinates + " in lib/" + name));
        assertEquals(whole, found);
    }

    @Test
    void aWebArchiveInAnEnterpriseArchiveKeepsBothNames() throws Exception {
        Map<String, byte[]> war = new LinkedHashMap<>();
        war.put(
                "WEB-INF/lib/commons-collections-3.2.1.jar",
                archive("commons-collections-3.2.1.jar"));
        Map<String, byte[]> ear = new LinkedHashMap<>();
        ear.put("lib/snakeyaml-1.28.jar", archive("snakeyaml-1.28.jar"));
        ear.put("web.war", TestLayer.zip(war));
        assertEquals(
                List.of(
                        "org.yaml:snakeyaml 1.28 in opt/all.ear/lib/snakeyaml-1.28.jar",
                        "commons-collections:commons-collections 3.2.1 in"
                                + " opt/all.ear/web.war/WEB-INF/lib/commons-collections-3.2.1.jar"),
                found("opt/all.ear", TestLayer.zip(ear)));
    }

    @Test
    void aServersLibraryWithoutAVersionInItsNameHasThatOfItsManifest() {
        Map<String, byte[]> catalina = new LinkedHashMap<>();
        catalina.put(
                "META-INF/MANIFEST.MF",
                TestLayer.text("Manifest-Version: 1.0\nImplementation-Version: 9.0.54\n\n"));
        catalina.put("org/apache/catalina/Host.class", new byte[1]);
        assertEquals(
                List.of("org.apache.tomcat:tomcat-catalina 9.0.54 in tomcat/lib/catalina.jar"),
                found("tomcat/lib/catalina.jar", TestLayer.zip(catalina)));
    }
}
