package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.policy.admission.AdmissionLog;
import dev.cooper.policy.admission.AdmissionRecord;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Prints what a webhook did, one JSON object a line, and keeps what it was asked. */
final class AdmissionOutput implements AdmissionLog {
    private final Optional<AdmissionRecord> record;
    private final Terminal terminal;

    private AdmissionOutput(Optional<AdmissionRecord> record, Terminal terminal) {
        this.record = record;
        this.terminal = terminal;
    }

    /** Keeps what is asked in a file, if there is to be one. */
    static AdmissionOutput of(Optional<String> file, Terminal terminal) throws IOException {
        return new AdmissionOutput(
                file.isPresent()
                        ? Optional.of(AdmissionRecord.open(Path.of(file.get())))
                        : Optional.empty(),
                terminal);
    }

    @Override
    public void answered(Entry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", entry.at().toString());
        line.put("webhook", entry.webhook());
        line.put("uid", entry.review().uid());
        line.put("object", entry.review().objectName());
        line.put("operation", entry.review().operation().name());
        line.put("user", entry.review().user());
        line.put("allowed", entry.response().isAllowed());
        line.put("milliseconds", entry.took().toMillis());
        if (!entry.response().message().isEmpty()) {
            line.put("message", entry.response().message());
        }
        if (!entry.response().warnings().isEmpty()) {
            line.put("warnings", entry.response().warnings());
        }
        terminal.error(Json.writeString(line));
        if (record.isPresent()) {
            try {
                record.get().add(entry);
            } catch (IOException e) {
                said("what was asked cannot be recorded: " + e.getMessage());
            }
        }
    }

    @Override
    public void said(String sentence) {
        terminal.error("cooper: " + sentence);
    }
}
