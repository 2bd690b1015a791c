package dev.cooper.inventory;

import static dev.cooper.inventory.TestLayer.text;
import static dev.cooper.inventory.TestLayer.zip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class LanguagePackagesTest {
    private static byte[] jar(String group, String artifact, String version) {
        return zip(
                Map.of(
                        "META-INF/maven/" + group + "/" + artifact + "/pom.properties",
                        text(
                                "groupId="
                                        + group
                                        + "\nartifactId="
                                        + artifact
                                        + "\nversion="
                                        + version
                                        + "\n")));
    }

    private static List<String> places(LayerInventory layer) {
        return layer.packages().stream()
                .map(each -> each.name() + " " + each.version() + " in " + each.place())
                .toList();
    }

    @Test
    void archivesWithinArchivesHaveTheirWholePath() {
        Map<String, byte[]> war = new LinkedHashMap<>();
        war.put("WEB-INF/lib/inner.jar", jar("org.example", "inner", "1.0"));
        Map<String, byte[]> ear = new LinkedHashMap<>();
        ear.put("web.war", zip(war));
        LayerInventory layer = new TestLayer().file("app/all.ear", zip(ear), 0644).read();
        assertEquals(
                List.of("org.example:inner 1.0 in app/all.ear/web.war/WEB-INF/lib/inner.jar"),
                places(layer));
    }

    @Test
    void aShadedArchiveIsEverythingThatMavenHasLeftInIt() {
        Map<String, byte[]> shaded = new LinkedHashMap<>();
        shaded.put(
                "META-INF/maven/a/one/pom.properties",
                text("groupId=a\nartifactId=one\nversion=1"));
        shaded.put(
                "META-INF/maven/b/two/pom.properties",
                text("groupId=b\nartifactId=two\nversion=2"));
        LayerInventory layer = new TestLayer().file("app/one-1.jar", zip(shaded), 0644).read();
        assertEquals(List.of("a:one 1", "b:two 2"), TestLayer.names(layer));
    }

    @Test
    void anArchiveWithoutMavensTracesIsNamedByItsFileAndItsClasses() {
        Map<String, byte[]> spring = new LinkedHashMap<>();
        spring.put("org/springframework/core/A.class", new byte[1]);
        spring.put("org/springframework/util/B.class", new byte[1]);
        spring.put("META-INF/versions/21/other/C.class", new byte[1]);
        LayerInventory layer =
                new TestLayer().file("app/spring-core-5.3.30.jar", zip(spring), 0644).read();
        assertEquals(List.of("org.springframework:spring-core 5.3.30"), TestLayer.names(layer));
    }

    @Test
    void archivesThatOtherToolsThanMavenBuildAreKnownByTheirNames() {
        Map<String, byte[]> shaded = new LinkedHashMap<>();
        shaded.put("org/x/A.class", new byte[1]);
        shaded.put(
                "META-INF/maven/org.jctools/jctools-core/pom.properties",
                text("groupId=org.jctools\nartifactId=jctools-core\nversion=4.0.5"));
        byte[] classes = zip(Map.of("org/springframework/beans/A.class", new byte[1]));
        LayerInventory layer =
                new TestLayer()
                        .file("a/h2-1.4.200.jar", zip(Map.of("org/h2/A.class", new byte[1])), 0644)
                        .file("a/opentelemetry-sdk-trace-1.53.0.jar", zip(shaded), 0644)
                        .file("a/some-beans-1.jar", classes, 0644)
                        .file("a/spring-beans-5.3.9.jar", classes, 0644)
                        .file("a/tomcat-embed-el-9.0.54.jar", zip(Map.of()), 0644)
                        .read();
        assertEquals(
                List.of(
                        "com.h2database:h2 1.4.200",
                        "org.jctools:jctools-core 4.0.5",
                        "io.opentelemetry:opentelemetry-sdk-trace 1.53.0",
                        "org.springframework:some-beans 1",
                        "org.springframework:spring-beans 5.3.9",
                        "org.apache.tomcat.embed:tomcat-embed-el 9.0.54"),
                TestLayer.names(layer));
    }

    @Test
    void archivesAreNotFollowedForEver() {
        byte[] archive = jar("org.example", "deepest", "1");
        for (int i = 0; i < 20; i++) {
            archive = zip(Map.of("a.jar", archive));
        }
        LayerInventory layer = new TestLayer().file("a.jar", archive, 0644).read();
        assertEquals(List.of(), layer.packages());
        assertEquals(1, layer.warnings().size());
        assertTrue(layer.warnings().getFirst().contains("8 deep"), layer.warnings().toString());
    }

    @Test
    void nodePackagesAreThoseBelowNodeModules() {
        String manifest = "{\"name\":\"%s\",\"version\":\"1.2.3\",\"license\":\"MIT\"}";
        LayerInventory layer =
                new TestLayer()
                        .file("app/package.json", manifest.formatted("own"))
                        .file("app/node_modules/@a/b/package.json", manifest.formatted("@a/b"))
                        .file("app/node_modules/c/package.json", "{\"type\":\"module\"}")
                        .file("app/node_modules/d/package.json", "{")
                        .read();
        assertEquals(List.of("@a/b 1.2.3"), TestLayer.names(layer));
        assertEquals(List.of("MIT"), layer.packages().getFirst().licenses());
        assertEquals(1, layer.warnings().size());
    }

    @Test
    void pythonsMetadataEndsWhereTheDescriptionBegins() {
        LayerInventory layer =
                new TestLayer()
                        .file(
                                "usr/lib/python3/site-packages/requests-2.31.0.dist-info/METADATA",
                                """
                                Metadata-Version: 2.1
                                Name: requests
                                Version: 2.31.0
                                License: Apache 2.0
                                Requires-Dist: urllib3 (<3,>=1.21.1)
                                Requires-Dist: PySocks (!=1.5.7,>=1.5.6) ; extra == 'socks'

                                Name: not this one
                                """)
                        .read();
        assertEquals(List.of("requests 2.31.0"), TestLayer.names(layer));
        assertEquals(List.of("urllib3"), layer.packages().getFirst().dependencies());
    }

    @Test
    void filesOfTheSystemsPackagesAreNotFoundTwice() {
        String metadata = "Name: six\nVersion: 1.16.0\n";
        LayerInventory base =
                new TestLayer()
                        .file("usr/lib/python3/dist-packages/six.egg-info", metadata)
                        .file(
                                "var/lib/dpkg/info/python3-six.list",
                                "/.\n/usr\n/usr/lib/python3/dist-packages/six.egg-info\n")
                        .file("opt/six.egg-info", metadata)
                        .read();
        assertEquals(List.of("six 1.16.0 @0"), TestLayer.names(ImageInventory.of(List.of(base))));
    }

    @Test
    void packagesOfOthersHideNothing() {
        String metadata = "Name: %s\nVersion: 1\n";
        LayerInventory layer =
                new TestLayer()
                        .file("usr/lib/a.egg-info", metadata.formatted("of-debian"))
                        .file("usr/lib/b.egg-info", metadata.formatted("of-docker"))
                        .file("usr/lib/c.egg-info", metadata.formatted("of-fpm"))
                        .file("opt/d/d.egg-info", metadata.formatted("of-opt"))
                        .file("var/lib/dpkg/info/a:amd64.list", "/usr/lib/a.egg-info\n")
                        .file("var/lib/dpkg/info/b.list", "/usr/lib/b.egg-info\n")
                        .file("var/lib/dpkg/info/c.list", "/usr/lib/c.egg-info\n")
                        .file("var/lib/dpkg/info/d.list", "/opt\n/opt/d\n/opt/d/d.egg-info\n")
                        .file(
                                "var/lib/dpkg/status",
                                """
                                Package: a
                                Status: install ok installed
                                Version: 1
                                Maintainer: Somebody <somebody@example.org>

                                Package: b
                                Status: install ok installed
                                Version: 1
                                Maintainer: Docker <support@docker.com>

                                Package: c
                                Status: install ok installed
                                Version: 1
                                Vendor: none

                                Package: d
                                Status: install ok installed
                                Version: 1
                                """)
                        .read();
        ImageInventory image = ImageInventory.of(List.of(layer));
        assertEquals(
                List.of("of-docker", "of-fpm", "of-opt"),
                image.packages().stream()
                        .map(each -> each.found().name())
                        .filter(each -> each.startsWith("of-"))
                        .toList());
        assertTrue(image.overlay().brings("opt/d/d.egg-info"));
    }

    @Test
    void whatALayerAboveTakesAwayOrReplacesIsGone() {
        String metadata = "Name: %s\nVersion: 1\n";
        LayerInventory base =
                new TestLayer()
                        .file("a/one.egg-info", metadata.formatted("one"))
                        .file("b/two.egg-info", metadata.formatted("two"))
                        .file("c/d/three.egg-info", metadata.formatted("three"))
                        .file("e/four.egg-info", metadata.formatted("four"))
                        .file("f/five.egg-info", metadata.formatted("five"))
                        .read();
        LayerInventory top =
                new TestLayer()
                        .whiteout("a/one.egg-info")
                        .file("b/two.egg-info", metadata.formatted("newer"))
                        .file("c/.wh..wh..opq", "")
                        .file("e", "a file where a directory was")
                        .read();
        assertEquals(
                List.of("five 1 @0", "newer 1 @1"),
                TestLayer.names(ImageInventory.of(List.of(base, top))));
    }
}
