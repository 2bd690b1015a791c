package dev.cooper.policy.admission;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Questions of a cluster and what was answered, kept in a file with one a line, to ask other
 * policies the same later. Values of environment variables and what users applied last are not
 * kept: there are secrets in them.
 */
public final class AdmissionRecord implements AutoCloseable {
    private static final Set<OpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    private static final int LONGEST_LINE = 12 << 20;
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String HIDDEN = "(not recorded)";

    private final OutputStream out;

    /**
     * A question and what was answered.
     *
     * @param review the question, without secrets
     * @param isAllowed what was answered
     */
    public record Recorded(AdmissionReview review, boolean isAllowed) {}

    private AdmissionRecord(OutputStream out) {
        this.out = out;
    }

    /** Opens a file to write after what is in it; nobody else may read it. */
    public static AdmissionRecord open(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        return new AdmissionRecord(
                Files.newOutputStream(file, APPENDING.toArray(new OpenOption[0])));
    }

    /** Keeps one; questions of dry runs are not kept, as nothing came of them. */
    public synchronized void add(AdmissionLog.Entry entry) throws IOException {
        if (entry.review().isDryRun()) {
            return;
        }
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("time", entry.at().toString());
        line.put("webhook", entry.webhook());
        line.put("allowed", entry.response().isAllowed());
        line.put("message", entry.response().message());
        Map<String, @Nullable Object> review = new LinkedHashMap<>();
        review.put("apiVersion", entry.review().apiVersion());
        review.put("kind", "AdmissionReview");
        review.put("request", hidden(entry.review().request().members(), ""));
        line.put("review", review);
        byte[] json = Json.write(line);
        byte[] whole = new byte[json.length + 1];
        System.arraycopy(json, 0, whole, 0, json.length);
        whole[json.length] = '\n';
        out.write(whole);
    }

    /** Takes out what may be secret, wherever it stands. */
    private static @Nullable Object hidden(@Nullable Object value, String name) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(one -> copy.add(hidden(one, name)));
            return copy;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, member) -> {
            String word = (String) key;
            boolean secret =
                    (name.equals("env") && word.equals("value")) || word.equals(LAST_APPLIED);
            copy.put(word, secret ? HIDDEN : hidden(member, word));
        });
        return copy;
    }

    /**
     * Reads what was kept.
     *
     * @throws IOException when the file cannot be read
     * @throws SyntaxException when a line is none, with its number
     */
    public static List<Recorded> read(Path file) throws IOException {
        List<Recorded> all = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (line.length() > LONGEST_LINE) {
                    throw new SyntaxException(file + ":" + number + ": the line is too long");
                }
                try {
                    JsonObject one =
                            JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "the line");
                    all.add(
                            new Recorded(
                                    AdmissionReview.parse(Json.write(one.get("review"))),
                                    one.bool("allowed")));
                } catch (SyntaxException e) {
                    throw new SyntaxException(file + ":" + number + ": " + e.getMessage(), e);
                }
            }
        }
        return all;
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
