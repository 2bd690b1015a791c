package dev.cooper.cli.scan;

import dev.cooper.cli.option.UsageException;

import java.util.ArrayList;
import java.util.List;

/** The forms a report can have. */
public enum ReportFormat {
    /** For people. */
    TABLE("table", false),
    /** Everything, with the fields of Trivy's schema. */
    JSON("json", false),
    /** For code scanning. */
    SARIF("sarif", false),
    /** What is there, and the vulnerabilities where they are looked for. */
    CYCLONEDX("cyclonedx", true),
    /** What is there. */
    SPDX_JSON("spdx-json", true),
    /** For what shows results of tests. */
    JUNIT("junit", false),
    /** What is there, for GitHub. */
    GITHUB("github", true),
    /** As a template of Go's says. */
    TEMPLATE("template", false),
    /** What cosign attests. */
    COSIGN_VULN("cosign-vuln", false);

    private final String word;
    private final boolean inventory;

    ReportFormat(String word, boolean inventory) {
        this.word = word;
        this.inventory = inventory;
    }

    /** As the option has it. */
    public String word() {
        return word;
    }

    /** Whether it tells what is there, so that nothing is looked for unless that is asked for. */
    public boolean isInventory() {
        return inventory;
    }

    /**
     * The format of a name.
     *
     * @throws UsageException when there is none
     */
    public static ReportFormat of(String word) {
        List<String> words = new ArrayList<>();
        for (ReportFormat format : values()) {
            if (format.word.equals(word)) {
                return format;
            }
            words.add(format.word);
        }
        throw new UsageException(
                "there is no format \"" + word + "\"; there are " + String.join(", ", words));
    }
}
