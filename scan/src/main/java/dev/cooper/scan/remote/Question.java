package dev.cooper.scan.remote;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.match.MatchOptions;
import dev.cooper.scan.match.MatchOptions.DetectionPriority;
import dev.cooper.scan.match.MatchOptions.PackageType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scan server is asked.
 *
 * @param inventory what there is
 * @param options what of it is to be told
 * @param vulnerability of which more is to be told; empty when just findings are asked for
 * @param packageName the package that it is about; empty as the vulnerability is
 */
public record Question(
        ImageInventory inventory, MatchOptions options, String vulnerability, String packageName) {
    private static final String WHERE = "question";

    /** Which vulnerabilities there are. */
    public static Question of(ImageInventory inventory, MatchOptions options) {
        return new Question(inventory, options, "", "");
    }

    /** As JSON. */
    byte[] json() {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("severities", Words.of(options.severities()));
        choice.put("ignoreUnfixed", options.ignoreUnfixed());
        choice.put("ignoredStatuses", Words.of(options.ignoredStatuses()));
        choice.put("packageTypes", Words.of(options.packageTypes()));
        choice.put("priority", Words.of(options.priority()));
        choice.put("severitySources", options.severitySources());
        Map<String, Object> members = new LinkedHashMap<>(InventoryJson.write(inventory));
        members.put("options", choice);
        if (!vulnerability.isEmpty()) {
            members.put("vulnerability", vulnerability);
            members.put("package", packageName);
        }
        return Json.write(members);
    }

    /**
     * Reads one.
     *
     * @throws SyntaxException when it is malformed
     */
    public static Question parse(byte[] json) {
        JsonObject members = JsonObject.parse(json, WHERE);
        JsonObject choice = members.object("options");
        List<String> sources = choice.strings("severitySources");
        MatchOptions options =
                new MatchOptions(
                        Words.readAll(Severity.class, choice, "severities"),
                        choice.bool("ignoreUnfixed"),
                        Words.readAll(Status.class, choice, "ignoredStatuses"),
                        Words.readAll(PackageType.class, choice, "packageTypes"),
                        Words.read(DetectionPriority.class, choice, "priority"),
                        sources);
        return new Question(
                InventoryJson.read(members),
                options,
                members.string("vulnerability", ""),
                members.string("package", ""));
    }
}
