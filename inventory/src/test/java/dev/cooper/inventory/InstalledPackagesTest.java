package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Packages that package managers of languages have installed, one test for each of them. */
class InstalledPackagesTest {
    @Test
    void gemsAreNamedByTheirSpecifications() {
        LayerInventory layer =
                new TestLayer()
                        .file(
                                "usr/local/lib/ruby/gems/3.3.0/specifications/default/json-2.7.1.gemspec",
                                """
                                Gem::Specification.new do |s|
                                  s.name = "json".freeze
                                  s.version = "2.7.1"
                                  s.licenses = ["Ruby".freeze, "BSD-2-Clause".freeze]
                                  s.required_ruby_version = Gem::Requirement.new(">= 2.3".freeze)
                                  s.add_runtime_dependency(%q<racc>.freeze, ["~> 1.4"])
                                  s.add_development_dependency("rake".freeze, [">= 0"])
                                end
                                """)
                        .file(
                                "gems/specifications/nokogiri-1.16.0-x86_64-linux.gemspec",
                                "Gem::Specification.new { |s| s.version = Nokogiri::VERSION }")
                        .file("src/own.gemspec", "s.name = 'own'; s.version = '1'")
                        .read();
        assertEquals(List.of("json 2.7.1", "nokogiri 1.16.0"), TestLayer.names(layer));
        SoftwarePackage json = layer.packages().getFirst();
        assertEquals(List.of("Ruby", "BSD-2-Clause"), json.licenses());
        assertEquals(List.of("racc"), json.dependencies());
    }

    @Test
    void composersListIsReadInBothItsForms() {
        String one =
                """
                [{"name": "symfony/console", "version": "v5.4.0", "license": ["MIT"],
                  "require": {"php": ">=7", "ext-json": "*", "psr/log": "^1"}}]
                """;
        LayerInventory layer =
                new TestLayer()
                        .file("app/vendor/composer/installed.json", one)
                        .file(
                                "two/vendor/composer/installed.json",
                                """
                                {"packages": [{"name": "psr/log", "version": "1.1.4"},
                                              {"name": "phpunit/phpunit", "version": "9.6.0"}],
                                 "dev-package-names": ["phpunit/phpunit"]}
                                """)
                        .read();
        assertEquals(
                List.of("symfony/console v5.4.0", "psr/log 1.1.4", "phpunit/phpunit 9.6.0"),
                TestLayer.names(layer));
        assertEquals(List.of("psr/log"), layer.packages().getFirst().dependencies());
        assertEquals(
                Map.of(SoftwarePackage.Remark.DEVELOPMENT, "true"),
                layer.packages().getLast().remarks());
    }

    @Test
    void dotnetPackagesAreThoseWhoseFilesAreUsedWhenTheProgramRuns() {
        LayerInventory layer =
                new TestLayer()
                        .file(
                                "app/shop.deps.json",
                                """
                                \ufeff{"runtimeTarget": {"name": ".NETCoreApp,Version=v8.0"},
                                 "targets": {".NETCoreApp,Version=v8.0": {
                                   "Newtonsoft.Json/13.0.1": {"runtime": {"lib/a.dll": {}}},
                                   "Only.Reference/1.0.0": {"compile": {"ref/b.dll": {}}}}},
                                 "libraries": {
                                   "shop/1.0.0": {"type": "project"},
                                   "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1":
                                     {"type": "runtimepack"},
                                   "Newtonsoft.Json/13.0.1": {"type": "package"},
                                   "Only.Reference/1.0.0": {"type": "package"}}}
                                """)
                        .read();
        assertEquals(
                List.of("Microsoft.NETCore.App.Runtime.linux-x64 8.0.1", "Newtonsoft.Json 13.0.1"),
                TestLayer.names(layer));
    }

    @Test
    void condaHasAFileForEachPackage() {
        LayerInventory layer =
                new TestLayer()
                        .file(
                                "opt/conda/conda-meta/openssl-3.1.3-hd590300_0.json",
                                """
                                {"name": "openssl", "version": "3.1.3", "license": "Apache-2.0",
                                 "depends": ["ca-certificates", "libgcc-ng >=12"]}
                                """)
                        .file("opt/conda/conda-meta/state.json", "{}")
                        .read();
        assertEquals(List.of("openssl 3.1.3"), TestLayer.names(layer));
        assertEquals(
                List.of("ca-certificates", "libgcc-ng"),
                layer.packages().getFirst().dependencies());
    }

    @Test
    void eggsOfOneFileAreLookedInto() {
        byte[] egg =
                TestLayer.zip(
                        Map.of(
                                "EGG-INFO/PKG-INFO",
                                TestLayer.text(
                                        "Name: old\n"
                                                + "Version: 0.9\n"
                                                + "Classifier: License :: OSI Approved :: MIT"
                                                + " License\n")));
        LayerInventory layer =
                new TestLayer()
                        .file("site-packages/old-0.9-py3.8.egg", egg, 0644)
                        .file("site-packages/bad.egg", "not a ZIP archive")
                        .read();
        assertEquals(List.of("old 0.9"), TestLayer.names(layer));
        assertEquals(
                "site-packages/old-0.9-py3.8.egg/EGG-INFO/PKG-INFO",
                layer.packages().getFirst().place().toString());
        assertTrue(layer.warnings().getFirst().startsWith("site-packages/bad.egg: "));
    }

    @Test
    void packagesOfRAreThoseThatWereBuilt() {
        LayerInventory layer =
                new TestLayer()
                        .file(
                                "usr/local/lib/R/site-library/jsonlite/DESCRIPTION",
                                "Package: jsonlite\nVersion: 1.8.7\nLicense: MIT + file LICENSE\n"
                                        + "Built: R 4.3.1; x86_64; unix\n")
                        .file("src/DESCRIPTION", "Package: source\nVersion: 1\n")
                        .read();
        assertEquals(List.of("jsonlite 1.8.7"), TestLayer.names(layer));
    }
}
