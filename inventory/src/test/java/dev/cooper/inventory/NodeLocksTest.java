package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Lock files of npm, Yarn, pnpm and Bun. */
class NodeLocksTest {
    private static final String MANIFEST =
            """
            {"name": "shop", "version": "1.0.0",
             "dependencies": {"debug": "^4.0.0"}, "devDependencies": {"mocha": "^10.0.0"}}
            """;

    private static final List<String> SAME =
            List.of(
                    "debug 4.3.4 direct -> ms",
                    "he 1.2.0 indirect dev",
                    "mocha 10.0.0 direct dev -> he, ms",
                    "ms 2.1.2 indirect");

    @Test
    void npmsPathsSayWhatIsNestedInWhat() {
        assertEquals(
                List.of(
                        "@scope/real 1.0.0 indirect",
                        "debug 4.3.4 direct -> ms",
                        "mocha 10.0.0 direct dev -> ms",
                        "ms 2.0.0 indirect dev",
                        "ms 2.1.2 indirect"),
                new TestProject()
                        .file(
                                "package-lock.json",
                                """
                                {"lockfileVersion": 3, "packages": {
                                  "": {"name": "shop", "version": "1.0.0",
                                       "dependencies": {"debug": "^4"},
                                       "devDependencies": {"mocha": "^10"}},
                                  "parts/one": {"version": "0.1.0"},
                                  "node_modules/one": {"resolved": "parts/one", "link": true},
                                  "node_modules/alias": {"name": "@scope/real", "version": "1.0.0"},
                                  "node_modules/debug":
                                    {"version": "4.3.4", "dependencies": {"ms": "2.1.2"}},
                                  "node_modules/ms": {"version": "2.1.2"},
                                  "node_modules/mocha":
                                    {"version": "10.0.0", "dev": true, "dependencies": {"ms": "2"}},
                                  "node_modules/mocha/node_modules/ms":
                                    {"version": "2.0.0", "dev": true}}}
                                """)
                        .lines());
    }

    @Test
    void npmsOldTreeIsReadWithTheManifestBesideIt() {
        assertEquals(
                List.of(
                        "debug 4.3.4 direct -> ms",
                        "mocha 10.0.0 direct dev",
                        "ms 2.0.0 indirect dev",
                        "ms 2.1.2 indirect"),
                new TestProject()
                        .file("a/package.json", MANIFEST)
                        .file(
                                "a/package-lock.json",
                                """
                                {"lockfileVersion": 1, "dependencies": {
                                  "debug": {"version": "4.3.4", "requires": {"ms": "2.1.2"}},
                                  "ms": {"version": "2.1.2"},
                                  "mocha": {"version": "10.0.0", "dev": true, "dependencies": {
                                    "ms": {"version": "2.0.0", "dev": true}}}}}
                                """)
                        .lines());
    }

    @Test
    void yarnsFirstFormTellsDevelopmentByTheManifestBesideIt() {
        assertEquals(
                SAME,
                new TestProject()
                        .file("package.json", MANIFEST)
                        .file(
                                "yarn.lock",
                                """
                                # yarn lockfile v1


                                debug@^4.0.0:
                                  version "4.3.4"
                                  resolved "somewhere#0123"
                                  dependencies:
                                    ms "2.1.2"

                                he@1.2.0:
                                  version "1.2.0"

                                mocha@^10.0.0:
                                  version "10.0.0"
                                  dependencies:
                                    he "1.2.0"
                                    ms "^2.0.0"

                                ms@2.1.2, ms@^2.0.0:
                                  version "2.1.2"
                                """)
                        .lines());
    }

    @Test
    void yarnsAliasesHaveTheNameOfWhatTheyStandFor() {
        assertEquals(
                List.of("@a/real 1.2.0", "@scope/one 1.0.0 -> @a/real"),
                new TestProject()
                        .file(
                                "yarn.lock",
                                """
                                "@scope/one@^1.0.0":
                                  version "1.0.0"
                                  dependencies:
                                    alias "npm:@a/real@^1"

                                "alias@npm:@a/real@^1":
                                  version "1.2.0"
                                """)
                        .lines());
    }

    @Test
    void yarnsYamlIsRead() {
        assertEquals(
                SAME,
                new TestProject()
                        .file("package.json", MANIFEST)
                        .file(
                                "yarn.lock",
                                """
                                # generated

                                __metadata:
                                  version: 6

                                "debug@npm:^4.0.0":
                                  version: 4.3.4
                                  resolution: "debug@npm:4.3.4"
                                  dependencies:
                                    ms: 2.1.2

                                "he@npm:1.2.0":
                                  version: 1.2.0
                                  resolution: "he@npm:1.2.0"

                                "mocha@npm:^10.0.0":
                                  version: 10.0.0
                                  resolution: "mocha@npm:10.0.0"
                                  dependencies:
                                    he: 1.2.0
                                    ms: "npm:^2.0.0"

                                "ms@npm:2.1.2, ms@npm:^2.0.0":
                                  version: 2.1.2
                                  resolution: "ms@npm:2.1.2"

                                "shop@workspace:.":
                                  version: 0.0.0-use.local
                                  resolution: "shop@workspace:."
                                """)
                        .lines());
    }

    @Test
    void pnpmsFormsAreRead() {
        String five =
                """
                lockfileVersion: 5.4
                dependencies:
                  debug: 4.3.4_peer@1.0.0
                devDependencies:
                  mocha: 10.0.0
                packages:
                  /debug/4.3.4_peer@1.0.0:
                    dependencies: {ms: 2.1.2}
                    dev: false
                  /he/1.2.0:
                    dev: true
                  /mocha/10.0.0:
                    dependencies: {he: 1.2.0, ms: 2.1.2}
                    dev: true
                  /ms/2.1.2:
                    dev: false
                """;
        String six =
                """
                lockfileVersion: '6.0'
                dependencies:
                  debug: {specifier: ^4, version: 4.3.4(peer@1.0.0)}
                devDependencies:
                  mocha: {specifier: ^10, version: 10.0.0}
                packages:
                  /debug@4.3.4(peer@1.0.0):
                    dependencies: {ms: 2.1.2}
                    dev: false
                  /he@1.2.0: {dev: true}
                  /mocha@10.0.0:
                    dependencies: {he: 1.2.0, ms: 2.1.2}
                    dev: true
                  /ms@2.1.2: {dev: false}
                """;
        String nine =
                """
                lockfileVersion: '9.0'
                importers:
                  .:
                    dependencies:
                      debug: {specifier: ^4, version: 4.3.4(peer@1.0.0)}
                    devDependencies:
                      mocha: {specifier: ^10, version: 10.0.0}
                packages:
                  debug@4.3.4: {resolution: {integrity: x}}
                  he@1.2.0: {}
                  mocha@10.0.0: {}
                  ms@2.1.2: {}
                snapshots:
                  debug@4.3.4(peer@1.0.0):
                    dependencies: {ms: 2.1.2}
                  he@1.2.0: {}
                  mocha@10.0.0:
                    dependencies: {he: 1.2.0, ms: 2.1.2}
                  ms@2.1.2: {}
                """;
        for (String lock : List.of(five, six, nine)) {
            assertEquals(SAME, new TestProject().file("pnpm-lock.yaml", lock).lines(), lock);
        }
    }

    @Test
    void pnpmsScopedNamesKeepTheirScope() {
        assertEquals(
                List.of("@babel/core 7.1.0 direct", "@babel/types 7.2.0 indirect"),
                new TestProject()
                        .file(
                                "pnpm-lock.yaml",
                                """
                                lockfileVersion: 5.3
                                dependencies:
                                  '@babel/core': 7.1.0
                                packages:
                                  /@babel/core/7.1.0: {dev: false}
                                  /@babel/types/7.2.0_a@1: {dev: false}
                                """)
                        .lines());
    }

    @Test
    void bunsPathsSayWhatIsNestedInWhat() {
        assertEquals(
                List.of(
                        "debug 4.3.4 direct -> ms",
                        "mocha 10.0.0 direct dev -> ms",
                        "ms 2.0.0 indirect dev",
                        "ms 2.1.2 indirect"),
                new TestProject()
                        .file(
                                "bun.lock",
                                """
                                {
                                  "lockfileVersion": 1,
                                  "workspaces": {
                                    "": {
                                      "name": "shop",
                                      "dependencies": { "debug": "^4", },
                                      "devDependencies": { "mocha": "^10", },
                                    },
                                  },
                                  "packages": {
                                    "one": ["one@workspace:parts/one"],
                                    "debug": ["debug@4.3.4", "", { "dependencies": { "ms": "2" } }, "x"],
                                    "ms": ["ms@2.1.2", "", {}, "x"],
                                    "mocha": ["mocha@10.0.0", "", { "dependencies": { "ms": "2" } }, "x"],
                                    "mocha/ms": ["ms@2.0.0", "", {}, "x"],
                                  }
                                }
                                """)
                        .lines());
    }
}
