package dev.cooper.inventory.sbom;

import dev.cooper.inventory.license.LicenseExpression;
import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The licences of one SPDX document: those that are not listed are told of in the document. */
final class SpdxLicenses {
    private final Map<String, String> extracted = new TreeMap<>();

    /** Takes note of those that the document has to tell of. */
    void read(List<String> licenses) {
        var _ = expression(licenses);
    }

    /** An expression of all these licences. */
    String expression(List<String> licenses) {
        List<String> parts = new ArrayList<>();
        for (String license : licenses) {
            if (license.isBlank()) {
                continue;
            }
            Optional<String> parsed = LicenseExpression.parse(license);
            parts.add(parsed.isPresent() ? grouped(parsed.get()) : reference(license));
        }
        List<String> different = parts.stream().distinct().toList();
        if (different.isEmpty()) {
            return "NOASSERTION";
        }
        return different.size() == 1
                ? plain(different.getFirst())
                : String.join(" AND ", different);
    }

    private static String grouped(String expression) {
        return expression.contains(" ") ? "(" + expression + ")" : expression;
    }

    private static String plain(String grouped) {
        return grouped.startsWith("(") ? grouped.substring(1, grouped.length() - 1) : grouped;
    }

    private String reference(String text) {
        String hex = Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex();
        String id = "LicenseRef-" + hex.substring(0, 16);
        extracted.put(id, text);
        return id;
    }

    /** What the document tells of licences that are not listed. */
    List<Map<String, @Nullable Object>> extracted() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        extracted.forEach((id, text) ->
                all.add(
                        new Members()
                                .put("licenseId", id)
                                .put("extractedText", text)
                                .put("name", text.lines().findFirst().orElse(text))
                                .json()));
        return all;
    }
}
