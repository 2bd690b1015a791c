package dev.cooper.scan.compliance;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Severity;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a benchmark asks; read from files in the form of Trivy's. */
public record ComplianceSpec(
        String id,
        String title,
        String description,
        String version,
        List<String> relatedResources,
        List<Control> controls) {
    private static final String DOCKER = "docker-cis-1.6.0";

    /** Copies the lists. */
    public ComplianceSpec {
        relatedResources = List.copyOf(relatedResources);
        controls = List.copyOf(controls);
    }

    /**
     * Finds a benchmark.
     *
     * @param name {@code docker-cis-1.6.0} or {@code docker-cis}, or {@code @} and a file
     * @throws SyntaxException when there is none of this name, or the file is wrong
     */
    public static ComplianceSpec find(String name) throws IOException {
        if (name.startsWith("@")) {
            Path file = Path.of(name.substring(1));
            return parse(file.toString(), Files.readString(file));
        }
        if (!name.equals(DOCKER) && !name.equals("docker-cis")) {
            throw new SyntaxException(
                    "the benchmark \""
                            + name
                            + "\" is not known: take docker-cis-1.6.0, or a file as @FILE");
        }
        try (InputStream in = ComplianceSpec.class.getResourceAsStream(DOCKER + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException(DOCKER + ".yaml is missing");
            }
            return parse(DOCKER, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static ComplianceSpec parse(String file, String text) {
        Object root;
        try {
            root = new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(text);
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new SyntaxException(file + ": " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new SyntaxException(file + ": it is nested too deep");
        }
        if (!(root instanceof Map<?, ?> map) || !(map.get("spec") instanceof Map<?, ?> spec)) {
            throw new SyntaxException(file + ": there is no map \"spec\"");
        }
        List<Control> controls = new ArrayList<>();
        for (Object each : list(spec.get("controls"))) {
            controls.add(control(file, each));
        }
        if (controls.isEmpty()) {
            throw new SyntaxException(file + ": spec.controls has no control");
        }
        return new ComplianceSpec(
                text(spec, "id"),
                text(spec, "title"),
                text(spec, "description"),
                text(spec, "version"),
                list(spec.get("relatedResources")).stream().map(String::valueOf).toList(),
                controls);
    }

    private static Control control(String file, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || text(map, "id").isEmpty()) {
            throw new SyntaxException(file + ": a control has no id");
        }
        List<String> checks = new ArrayList<>();
        for (Object each : list(map.get("checks"))) {
            if (!(each instanceof Map<?, ?> check) || text(check, "id").isEmpty()) {
                throw new SyntaxException(
                        file + ": control " + text(map, "id") + " has a check without id");
            }
            checks.add(text(check, "id"));
        }
        return new Control(
                text(map, "id"),
                text(map, "name"),
                text(map, "description"),
                Severity.of(text(map, "severity")),
                checks,
                text(map, "defaultStatus"));
    }

    private static String text(Map<?, ?> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
