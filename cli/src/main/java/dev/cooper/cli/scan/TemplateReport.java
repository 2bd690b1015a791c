package dev.cooper.cli.scan;

import dev.cooper.cli.template.GoTemplate;
import dev.cooper.cli.template.Struct;
import dev.cooper.scan.report.Report;
import dev.cooper.scan.report.ReportFields;

import org.jspecify.annotations.Nullable;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a report by a template of Go's, such as those that come with Trivy. */
public final class TemplateReport {
    private static final String HTML = "html.tpl";

    private TemplateReport() {}

    /**
     * The text.
     *
     * @param template the template, or {@code @} and the name of its file
     * @throws IOException when the file cannot be read
     * @throws dev.cooper.cli.template.TemplateException when the template is malformed
     */
    public static String write(
            String template,
            Path directory,
            Report report,
            String version,
            Map<String, String> environment)
            throws IOException {
        String source = read(template, directory);
        List<@Nullable Object> results = new ArrayList<>();
        for (Map<String, @Nullable Object> each : new ReportFields(report, version).template()) {
            results.add(value("types.Result", each));
        }
        return GoTemplate.parse(
                        source, new ReportFunctions(version, report.createdAt(), environment))
                .execute(results);
    }

    /**
     * The text of a template, which may be in a file. Who has moved from Trivy may name a file for
     * HTML that came with it: where that is not there, Cooper's own is taken.
     */
    public static String read(String template, Path directory) throws IOException {
        if (!template.startsWith("@")) {
            return template;
        }
        Path file = directory.resolve(template.substring(1));
        return file.endsWith(HTML) && !Files.exists(file) ? html() : Files.readString(file);
    }

    private static String html() throws IOException {
        try (InputStream in = TemplateReport.class.getResourceAsStream(HTML)) {
            if (in == null) {
                throw new FileNotFoundException(HTML);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Maps with fixed names as structs: what is missing in them is a mistake of the template. */
    private static @Nullable Object value(String type, @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map when isFreeMap(type) -> map;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                map.forEach((name, each) ->
                        fields.put(String.valueOf(name), value(String.valueOf(name), each)));
                Struct struct = new Struct(type, fields);
                // Go's struct has the details in one of their own, whose fields it lends.
                if (fields.containsKey("VulnerabilityID")) {
                    fields.put("Vulnerability", struct);
                }
                yield new Struct(type, fields);
            }
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(each -> items.add(value(type, each)));
                yield items;
            }
            case null, default -> value;
        };
    }

    private static boolean isFreeMap(String name) {
        return name.equals("VendorSeverity") || name.equals("CVSS");
    }
}
