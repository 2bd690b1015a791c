package dev.cooper.scan.remote;

import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.AdvisoryDatabase.Edition;
import dev.cooper.scan.advisory.EndOfLife;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.Explanation;
import dev.cooper.scan.match.Matches;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scan server answers.
 *
 * @param edition of the database that was asked
 * @param endOfLife when the distribution of the question ends, if that is known
 * @param matches what was found
 * @param explanation of the vulnerability that the question named, if it did
 */
public record Answer(
        Edition edition,
        Optional<EndOfLife.Cycle> endOfLife,
        Matches matches,
        Optional<Explanation> explanation) {
    private static final String WHERE = "answer";

    /**
     * As JSON.
     *
     * @param asked the packages of the question; findings are about the very same objects
     */
    public byte[] json(List<LayeredPackage> asked) {
        MatchesJson found = new MatchesJson(asked);
        Map<String, Object> database = new LinkedHashMap<>();
        database.put("kind", edition.kind());
        database.put("builtAt", edition.builtAt().toString());
        database.put("digest", edition.digest());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("database", database);
        endOfLife.ifPresent(cycle -> members.put("endOfLife", write(cycle)));
        members.put("findings", matches.findings().stream().map(found::write).toList());
        List<Map<String, Object>> hidden = new ArrayList<>();
        for (Matches.Hidden each : matches.hidden()) {
            Map<String, Object> finding = found.write(each.finding());
            finding.put("why", each.why());
            hidden.add(finding);
        }
        members.put("hidden", hidden);
        members.put("warnings", matches.warnings());
        members.put("unknown", Words.of(matches.unknown()));
        explanation.ifPresent(each -> members.put("explanation", write(each, found)));
        members.put("vulnerabilities", found.vulnerabilities());
        return Json.write(members);
    }

    private static Map<String, Object> write(EndOfLife.Cycle cycle) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("product", cycle.product());
        members.put("version", cycle.version());
        cycle.end().ifPresent(day -> members.put("end", day.toString()));
        cycle.extended().ifPresent(day -> members.put("extended", day.toString()));
        return members;
    }

    private static Map<String, Object> write(Explanation explanation, MatchesJson found) {
        List<Map<String, Object>> cases = new ArrayList<>();
        for (Explanation.Case each : explanation.cases()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("what", each.what());
            members.put("steps", each.steps());
            each.finding().ifPresent(finding -> members.put("finding", found.write(finding)));
            members.put("reported", each.isReported());
            cases.add(members);
        }
        return Map.of("cases", cases, "notes", explanation.notes());
    }

    /**
     * Reads one.
     *
     * @throws SyntaxException when it is malformed
     */
    static Answer parse(byte[] json, Question question) {
        JsonObject members = JsonObject.parse(json, WHERE);
        JsonObject database = members.object("database");
        List<LayeredPackage> asked = question.inventory().packages();
        List<Vulnerability> known =
                members.objects("vulnerabilities").stream().map(VulnerabilityJson::read).toList();
        List<VulnerabilityFinding> findings = new ArrayList<>();
        for (JsonObject each : members.objects("findings")) {
            findings.add(MatchesJson.read(each, asked, known));
        }
        List<Matches.Hidden> hidden = new ArrayList<>();
        for (JsonObject each : members.objects("hidden")) {
            hidden.add(
                    new Matches.Hidden(MatchesJson.read(each, asked, known), each.string("why")));
        }
        return new Answer(
                new Edition(
                        database.string("kind"),
                        Words.time(database, "builtAt").orElse(Instant.EPOCH),
                        database.string("digest", "")),
                members.optionalObject("endOfLife").map(Answer::cycle),
                new Matches(
                        findings,
                        hidden,
                        members.strings("warnings"),
                        Words.readAll(PackageKind.class, members, "unknown")),
                members.optionalObject("explanation")
                        .map(each -> explanation(each, question, known)));
    }

    private static EndOfLife.Cycle cycle(JsonObject members) {
        return new EndOfLife.Cycle(
                members.string("product"),
                members.string("version"),
                members.optionalString("end").flatMap(EndOfLife::day),
                members.optionalString("extended").flatMap(EndOfLife::day));
    }

    private static Explanation explanation(
            JsonObject members, Question question, List<Vulnerability> known) {
        List<Explanation.Case> cases = new ArrayList<>();
        for (JsonObject each : members.objects("cases")) {
            cases.add(
                    new Explanation.Case(
                            each.string("what"),
                            each.strings("steps"),
                            each.optionalObject("finding")
                                    .map(finding ->
                                            MatchesJson.read(
                                                    finding,
                                                    question.inventory().packages(),
                                                    known)),
                            each.bool("reported")));
        }
        return new Explanation(
                question.vulnerability(), question.packageName(), cases, members.strings("notes"));
    }
}
