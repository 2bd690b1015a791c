package dev.cooper.policy.rule;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.policy.evidence.Facts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an image was made by: its configuration, its Dockerfile or else its history. */
final class Instructions {
    private static final String SHELL = "/bin/sh -c ";
    private static final String NOTHING = "#(nop) ";

    private Instructions() {}

    /**
     * An instruction.
     *
     * @param keyword in upper case
     * @param operand all behind it, blanks and line breaks made one blank
     */
    record Line(String keyword, String operand) {}

    static List<Line> of(Facts facts) throws IOException {
        ImageConfig image = facts.config();
        List<Line> lines = new ArrayList<>(ofConfig(image.config()));
        Optional<Dockerfile> file = facts.dockerfile();
        if (file.isPresent()) {
            for (Stage stage : file.get().stages()) {
                lines.add(line(file.get(), stage.from()));
                stage.instructions().forEach(each -> lines.add(line(file.get(), each)));
            }
        }
        for (History step : image.history()) {
            lines.add(ofHistory(step.createdBy()));
        }
        return lines;
    }

    private static Line line(Dockerfile file, Instruction instruction) {
        StringBuilder text = new StringBuilder();
        for (int i = instruction.range().startLine(); i <= instruction.range().endLine(); i++) {
            String line = file.file().line(i).strip();
            text.append(line.endsWith("\\") ? line.substring(0, line.length() - 1) : line);
            text.append(' ');
        }
        return cut(text.toString());
    }

    private static Line cut(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        String operand = parts.length == 2 ? parts[1].strip().replaceAll("\\s+", " ") : "";
        return new Line(parts[0].toUpperCase(java.util.Locale.ROOT), operand);
    }

    private static Line ofHistory(String createdBy) {
        String text = createdBy.strip();
        if (text.startsWith(SHELL + NOTHING)) {
            return cut(text.substring(SHELL.length() + NOTHING.length()));
        }
        if (text.endsWith("# buildkit")) {
            text = text.substring(0, text.length() - "# buildkit".length()).strip();
        }
        if (text.startsWith("RUN " + SHELL)) {
            return cut("RUN " + text.substring(4 + SHELL.length()));
        }
        return text.startsWith(SHELL) ? cut("RUN " + text.substring(SHELL.length())) : cut(text);
    }

    private static List<Line> ofConfig(ContainerConfig config) {
        List<Line> lines = new ArrayList<>();
        config.env().forEach(each -> lines.add(new Line("ENV", each)));
        config.labels().forEach((key, value) -> lines.add(new Line("LABEL", key + "=" + value)));
        config.volumes().forEach(each -> lines.add(new Line("VOLUME", each)));
        for (String port : config.exposedPorts()) {
            lines.add(new Line("EXPOSE", port));
            if (port.endsWith("/tcp")) {
                lines.add(new Line("EXPOSE", port.substring(0, port.length() - 4)));
            }
        }
        config.entrypoint().ifPresent(all -> lines.add(new Line("ENTRYPOINT", words(all))));
        config.cmd().ifPresent(all -> lines.add(new Line("CMD", words(all))));
        if (!config.workingDir().isEmpty()) {
            lines.add(new Line("WORKDIR", config.workingDir()));
        }
        if (!config.stopSignal().isEmpty()) {
            lines.add(new Line("STOPSIGNAL", config.stopSignal()));
        }
        if (config.healthcheck().isEmpty()) {
            lines.add(new Line("HEALTHCHECK", "NONE"));
        }
        return lines;
    }

    private static String words(List<String> words) {
        return String.join(" ", words);
    }
}
