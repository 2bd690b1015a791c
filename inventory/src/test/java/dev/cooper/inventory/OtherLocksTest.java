package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Lock files of Go, Rust, Ruby, PHP, .NET, Elixir, Dart, Swift, CocoaPods, Conan and Julia. */
class OtherLocksTest {
    private static final String SUMS =
            """
            golang.org/x/net v0.1.0 h1:0=
            golang.org/x/net v0.1.0/go.mod h1:0=
            golang.org/x/text v0.4.0 h1:0=
            golang.org/x/sys v0.0.1/go.mod h1:0=
            """;

    private static String goMod(String version) {
        return """
        module example.org/shop

        go %s

        require golang.org/x/net v0.1.0
        require (
            example.org/old v1.0.0 // indirect
            "example.org/gone" v1.0.0
        )
        replace example.org/old => example.org/new v2.0.0
        replace example.org/gone v1.0.0 => ./here
        """
                .formatted(version);
    }

    @Test
    void goModulesAreReplacedAndOldFilesAreCompletedBySums() {
        assertEquals(
                List.of("example.org/new v2.0.0 indirect", "golang.org/x/net v0.1.0 direct"),
                new TestProject().file("go.mod", goMod("1.21.0")).file("go.sum", SUMS).lines());
        assertEquals(
                List.of(
                        "example.org/new v2.0.0 indirect",
                        "golang.org/x/net v0.1.0 direct",
                        "golang.org/x/text v0.4.0"),
                new TestProject().file("go.mod", goMod("1.16")).file("go.sum", SUMS).lines());
    }

    @Test
    void cratesForDevelopmentAreThoseOfTheManifest() {
        assertEquals(
                List.of(
                        "app 0.1.0 root -> serde",
                        "cfg 2.0.0 indirect dev",
                        "itoa 1.0.0 indirect",
                        "serde 1.0.0 direct -> itoa",
                        "tempfile 3.0.0 direct dev -> cfg"),
                new TestProject()
                        .file(
                                "Cargo.toml",
                                """
                                [dependencies]
                                serde = "1"
                                [dev-dependencies]
                                tempfile = { version = "3" }
                                """)
                        .file(
                                "Cargo.lock",
                                """
                                version = 3
                                [[package]]
                                name = "app"
                                version = "0.1.0"
                                dependencies = ["serde", "tempfile"]
                                [[package]]
                                name = "serde"
                                version = "1.0.0"
                                source = "registry+somewhere"
                                dependencies = ["itoa 1.0.0 (registry+somewhere)"]
                                [[package]]
                                name = "itoa"
                                version = "1.0.0"
                                source = "registry+somewhere"
                                [[package]]
                                name = "tempfile"
                                version = "3.0.0"
                                source = "registry+somewhere"
                                dependencies = ["cfg"]
                                [[package]]
                                name = "cfg"
                                version = "2.0.0"
                                source = "registry+somewhere"
                                """)
                        .lines());
    }

    @Test
    void gemsAreLockedOnceForAllPlatforms() {
        assertEquals(
                List.of("nokogiri 1.16.0 direct -> racc", "racc 1.7.3 indirect"),
                new TestProject()
                        .file(
                                "Gemfile.lock",
                                """
                                GEM
                                  remote: https://gems.example.org/
                                  specs:
                                    nokogiri (1.16.0-x86_64-linux)
                                      racc (~> 1.4)
                                    racc (1.7.3)

                                PLATFORMS
                                  x86_64-linux

                                DEPENDENCIES
                                  nokogiri (~> 1.16)!

                                BUNDLED WITH
                                   2.5.0
                                """)
                        .lines());
    }

    @Test
    void composersLockTellsDevelopmentApart() {
        assertEquals(
                List.of(
                        "monolog/monolog 2.9.0 direct -> psr/log",
                        "phpunit/phpunit 9.6.0 direct dev",
                        "psr/log 1.1.4 indirect"),
                new TestProject()
                        .file(
                                "composer.json",
                                """
                                {"require": {"monolog/monolog": "^2"},
                                 "require-dev": {"phpunit/phpunit": "^9"}}
                                """)
                        .file(
                                "composer.lock",
                                """
                                {"packages": [
                                   {"name": "monolog/monolog", "version": "2.9.0",
                                    "require": {"php": ">=7", "psr/log": "^1"}},
                                   {"name": "psr/log", "version": "1.1.4"}],
                                 "packages-dev": [
                                   {"name": "phpunit/phpunit", "version": "9.6.0"}]}
                                """)
                        .lines());
    }

    @Test
    void nugetsThreeFormsAreRead() {
        assertEquals(
                List.of("A 1.0.0 direct -> B", "B 2.0.0 indirect", "C 3.0", "D 4.0 dev", "E 5.0"),
                new TestProject()
                        .file(
                                "packages.lock.json",
                                """
                                {"version": 1, "dependencies": {"net8.0": {
                                   "A": {"type": "Direct", "resolved": "1.0.0",
                                         "dependencies": {"B": "2.0.0"}},
                                   "B": {"type": "Transitive", "resolved": "2.0.0"},
                                   "own": {"type": "Project"}}}}
                                """)
                        .file(
                                "old/packages.config",
                                """
                                <packages>
                                  <package id="C" version="3.0" targetFramework="net48" />
                                  <package id="D" version="4.0" developmentDependency="true" />
                                </packages>
                                """)
                        .file(
                                "Directory.Packages.props",
                                """
                                <Project><ItemGroup>
                                  <PackageVersion Include="E" Version="5.0" />
                                  <PackageVersion Include="F" Version="$(FVersion)" />
                                </ItemGroup></Project>
                                """)
                        .lines());
    }

    @Test
    void elixirAndDartAreRead() {
        assertEquals(
                List.of(
                        "async 2.11.0 direct",
                        "lints 2.0.0 direct dev",
                        "phoenix 1.7.2 -> castore, plug",
                        "plug 1.14.2",
                        "pub_only 1.0.0 indirect"),
                new TestProject()
                        .file(
                                "mix.lock",
                                """
                                %{
                                  "phoenix": {:hex, :phoenix, "1.7.2", "0123", [:mix], [{:castore, ">= 0.0.0", [hex: :castore]}, {:plug, "~> 1.14", [hex: :plug]}], "hexpm", "45"},
                                  "plug": {:hex, :plug, "1.14.2", "67", [:mix], [], "hexpm", "89"},
                                  "git": {:git, "https://example.org/x.git", "0123", []},
                                }
                                """)
                        .file(
                                "pubspec.lock",
                                """
                                packages:
                                  async: {dependency: "direct main", source: hosted, version: "2.11.0"}
                                  lints: {dependency: "direct dev", source: hosted, version: "2.0.0"}
                                  pub_only: {dependency: transitive, source: hosted, version: "1.0.0"}
                                """)
                        .lines());
    }

    @Test
    void swiftAndCocoaPodsAreRead() {
        assertEquals(
                List.of(
                        "AFNetworking 4.0.1 direct -> AFNetworking/NSURLSession",
                        "AFNetworking/NSURLSession 4.0.1 indirect",
                        "github.com/apple/swift-nio 2.41.0",
                        "github.com/realm/SwiftLint main"),
                new TestProject()
                        .file(
                                "Package.resolved",
                                """
                                {"pins": [{"identity": "swift-nio",
                                   "location": "https://github.com/apple/swift-nio.git",
                                   "state": {"revision": "0123", "version": "2.41.0"}}],
                                 "version": 2}
                                """)
                        .file(
                                "old/Package.resolved",
                                """
                                {"object": {"pins": [{"package": "SwiftLint",
                                   "repositoryURL": "git@github.com:realm/SwiftLint.git",
                                   "state": {"branch": "main", "version": null}}]}, "version": 1}
                                """)
                        .file(
                                "Podfile.lock",
                                """
                                PODS:
                                  - AFNetworking (4.0.1):
                                    - AFNetworking/NSURLSession (= 4.0.1)
                                  - AFNetworking/NSURLSession (4.0.1)

                                DEPENDENCIES:
                                  - AFNetworking (~> 4.0)

                                SPEC CHECKSUMS:
                                  AFNetworking: 0123
                                """)
                        .lines());
    }

    @Test
    void conanAndJuliaAreRead() {
        assertEquals(
                List.of(
                        "JSON 0.21.4 -> Dates, Parsers",
                        "boost 1.81.0",
                        "openssl 1.1.1q direct -> zlib",
                        "zlib 1.2.12 indirect"),
                new TestProject()
                        .file(
                                "conan.lock",
                                """
                                {"graph_lock": {"nodes": {
                                   "0": {"ref": "shop/1.0", "requires": ["1"]},
                                   "1": {"ref": "openssl/1.1.1q#0123", "requires": ["2"]},
                                   "2": {"ref": "zlib/1.2.12@user/stable#45"}}}}
                                """)
                        .file(
                                "two/conan.lock",
                                """
                                {"version": "0.5", "requires": ["boost/1.81.0#0123%1675"],
                                 "build_requires": ["cmake/3.25.0#0123"]}
                                """)
                        .file(
                                "Manifest.toml",
                                """
                                manifest_format = "2.0"
                                [[deps.Dates]]
                                uuid = "ade2ca70-3891-5945-98fb-dc099432e06a"
                                [[deps.JSON]]
                                deps = ["Dates", "Parsers"]
                                uuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"
                                version = "0.21.4"
                                """)
                        .lines());
    }
}
