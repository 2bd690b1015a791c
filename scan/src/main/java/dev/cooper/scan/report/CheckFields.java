package dev.cooper.scan.report;

import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;

import java.util.ArrayList;
import java.util.List;

/** Writes misconfigurations, secrets and licences as reports have them. */
final class CheckFields {
    private final PackageFields packages;

    CheckFields(PackageFields packages) {
        this.packages = packages;
    }

    Fields of(MisconfigurationFinding finding) {
        return new Fields()
                .with("Type", title(finding.type()) + " Security Check")
                .with("ID", finding.id())
                .with("AVDID", alias(finding))
                .with("Title", finding.title())
                .with("Description", finding.description())
                .with("Message", finding.message())
                .with("Resolution", finding.resolution())
                .with("Severity", finding.severity().name())
                .with("PrimaryURL", finding.address())
                .with(
                        "References",
                        finding.address().isEmpty() ? List.of() : List.of(finding.address()))
                .with("Status", "FAIL")
                .with("Layer", packages.cause(finding.layer()))
                .with(
                        "CauseMetadata",
                        new Fields()
                                .with("Provider", title(finding.type()))
                                .with("Service", "general")
                                .with("StartLine", finding.startLine())
                                .with("EndLine", finding.endLine())
                                .with("Occurrences", List.of())
                                .with(
                                        "Code",
                                        code(
                                                finding.code(),
                                                finding.startLine(),
                                                finding.startLine(),
                                                finding.endLine())));
    }

    private static String alias(MisconfigurationFinding finding) {
        return finding.aliases().stream()
                .filter(alias -> alias.startsWith("AVD-"))
                .findFirst()
                .orElse("");
    }

    /** What is checked, as a name of its own. */
    private static String title(String type) {
        return type.isEmpty() ? "" : Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }

    Fields of(SecretFinding finding) {
        return new Fields()
                .always("RuleID", finding.id())
                .always("Category", finding.category())
                .always("Severity", finding.severity().name())
                .always("Title", finding.title())
                .always("StartLine", finding.startLine())
                .always("EndLine", finding.endLine())
                .always(
                        "Code",
                        code(
                                finding.context(),
                                finding.contextStart(),
                                finding.startLine(),
                                finding.endLine()))
                .always("Match", finding.match())
                .with("Layer", packages.cause(finding.layer()))
                .with("Deleted", finding.isDeleted());
    }

    private static Fields code(List<String> lines, int number, int first, int last) {
        List<Fields> code = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int at = number + i;
            code.add(
                    new Fields()
                            .always("Number", at)
                            .always("Content", lines.get(i))
                            .always("IsCause", at >= first && at <= last)
                            .always("Annotation", "")
                            .always("Truncated", false)
                            .with("Highlighted", lines.get(i))
                            .always("FirstCause", at == first)
                            .always("LastCause", at == last));
        }
        return code.isEmpty()
                ? new Fields().with("Lines", code)
                : new Fields().always("Lines", code);
    }

    Fields of(LicenseFinding finding) {
        return new Fields()
                .always("Severity", finding.severity().name())
                .always("Category", finding.category())
                .always("PkgName", finding.packageName())
                .always("FilePath", finding.path())
                .always("Name", finding.id())
                .always("Text", "")
                .always("Confidence", finding.confidence())
                .always("Link", link(finding));
    }

    /** Where SPDX has the text that was found in a file. */
    private static String link(LicenseFinding finding) {
        boolean isOne = finding.packageName().isEmpty() && finding.id().indexOf(' ') < 0;
        return isOne ? "https://spdx.org/licenses/" + finding.id() + ".html" : "";
    }
}
