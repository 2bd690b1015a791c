package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lock files of pip, Pipenv, Poetry and uv. */
class PythonLocksTest {
    @Test
    void requirementsCountWhenTheyArePinned() {
        String text =
                """
                # comment
                -r other.txt
                click==8.0.0
                requests[socks] == 2.31.0 ; python_version > "3"
                flask===1.0 \\
                    --hash=sha256:0123
                django>=3.0
                wild==1.*
                git+https://example.org/x.git
                """;
        List<String> pinned = List.of("click 8.0.0", "flask 1.0", "requests 2.31.0");
        assertEquals(pinned, new TestProject().file("requirements.txt", text).lines());
        byte[] wide = ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE);
        assertEquals(pinned, new TestProject().file("requirements.txt", wide).lines());
    }

    @Test
    void pipenvTellsDevelopmentApart() {
        assertEquals(
                List.of("pytest 7.4.0 dev", "requests 2.31.0"),
                new TestProject()
                        .file(
                                "Pipfile.lock",
                                """
                                {"default": {"requests": {"version": "==2.31.0"},
                                             "local": {"path": "."}},
                                 "develop": {"pytest": {"version": "==7.4.0"}}}
                                """)
                        .lines());
    }

    @Test
    void poetrysThreeWaysToTellDevelopmentAreKnown() {
        String lock =
                """
                [[package]]
                name = "requests"
                version = "2.31.0"
                %s

                [package.dependencies]
                urllib3 = ">=1"

                [[package]]
                name = "urllib3"
                version = "2.0.0"
                %s

                [[package]]
                name = "pytest"
                version = "7.4.0"
                %s

                [metadata]
                lock-version = "2.0"
                """;
        String manifest =
                """
                [tool.poetry.dependencies]
                python = "^3.10"
                Requests = "^2"

                [tool.poetry.group.dev.dependencies]
                pytest = "^7"
                """;
        String main = "category = \"main\"";
        assertEquals(
                List.of("pytest 7.4.0 dev", "requests 2.31.0 -> urllib3", "urllib3 2.0.0"),
                new TestProject()
                        .file("poetry.lock", lock.formatted(main, main, "category = \"dev\""))
                        .lines());
        List<String> whole =
                List.of(
                        "pytest 7.4.0 indirect dev",
                        "requests 2.31.0 direct -> urllib3",
                        "urllib3 2.0.0 indirect");
        assertEquals(
                whole,
                new TestProject()
                        .file("pyproject.toml", manifest)
                        .file("poetry.lock", lock.formatted("", "", ""))
                        .lines());
        String used = "groups = [\"main\", \"dev\"]";
        assertEquals(
                whole,
                new TestProject()
                        .file(
                                "pyproject.toml",
                                "[project]\ndependencies = [\"requests[socks] (>=2)\"]\n")
                        .file("poetry.lock", lock.formatted(used, used, "groups = [\"dev\"]"))
                        .lines());
    }

    @Test
    void uvNamesTheProjectAmongThePackages() {
        assertEquals(
                List.of(
                        "idna 3.7 indirect",
                        "pytest 8.0.0 direct dev",
                        "requests 2.31.0 direct -> idna",
                        "shop 0.1.0 root -> requests"),
                new TestProject()
                        .file(
                                "uv.lock",
                                """
                                version = 1

                                [[package]]
                                name = "shop"
                                version = "0.1.0"
                                source = { virtual = "." }
                                dependencies = [{ name = "requests" }]

                                [package.dev-dependencies]
                                dev = [{ name = "pytest" }]

                                [[package]]
                                name = "requests"
                                version = "2.31.0"
                                source = { registry = "somewhere" }
                                dependencies = [{ name = "idna" }]

                                [[package]]
                                name = "idna"
                                version = "3.7"

                                [[package]]
                                name = "pytest"
                                version = "8.0.0"
                                """)
                        .lines());
    }

    @Test
    void pylockIsRead() {
        assertEquals(
                List.of("attrs 25.1.0", "cattrs 24.1.2 -> attrs"),
                new TestProject()
                        .file(
                                "pylock.toml",
                                """
                                lock-version = '1.0'
                                [[packages]]
                                name = 'attrs'
                                version = '25.1.0'
                                [[packages]]
                                name = 'cattrs'
                                version = '24.1.2'
                                dependencies = [{ name = 'attrs' }]
                                [[packages]]
                                name = 'own'
                                directory = { path = '.' }
                                """)
                        .lines());
    }
}
