package dev.cooper.transfer;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program {@code docker-credential-NAME} that keeps logins, spoken to as docker does. */
final class CredentialHelper {
    private static final int MAX_ANSWER = 1 << 20;
    private static final int PATIENCE_SECONDS = 120; // it may ask the user to unlock a keyring
    private static final String TOKEN_USER = "<token>";

    private final String program;
    private final String path;

    CredentialHelper(String suffix, String path) throws IOException {
        boolean name =
                !suffix.isEmpty()
                        && suffix.chars()
                                .allMatch(c ->
                                        Character.isLetterOrDigit(c)
                                                || c == '-'
                                                || c == '_'
                                                || c == '.');
        if (!name) {
            throw new IOException(
                    "credential helper \"" + Failures.clean(suffix) + "\" is no name of a program");
        }
        this.program = "docker-credential-" + suffix;
        this.path = path;
    }

    private CredentialHelper(Path program, String path) {
        this.program = program.toString();
        this.path = path;
    }

    /** A helper by its path, or by its whole name in the PATH. */
    static CredentialHelper ofProgram(String command, String path) {
        boolean place = command.indexOf('/') >= 0;
        String root = command.startsWith("/") ? "/" : ".";
        return new CredentialHelper(Path.of(command), place ? root : path);
    }

    private record Result(int exit, String out) {}

    Optional<Login> get(String server) throws IOException {
        Result result = run("get", server);
        if (result.exit() != 0) {
            if (result.out().contains("not found")) {
                return Optional.empty();
            }
            throw failed("get", result);
        }
        try {
            JsonObject json =
                    JsonObject.parse(
                            result.out().getBytes(StandardCharsets.UTF_8), "answer of " + program);
            String user = json.string("Username", "");
            String secret = json.string("Secret", "");
            return Optional.of(
                    user.equals(TOKEN_USER)
                            ? Login.ofIdentityToken("", secret)
                            : Login.of(user, secret));
        } catch (SyntaxException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    void store(String server, Login login) throws IOException {
        boolean token = !login.identityToken().isEmpty();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ServerURL", server);
        json.put("Username", token ? TOKEN_USER : login.username());
        json.put("Secret", token ? login.identityToken() : login.password());
        Result result = run("store", Json.writeString(json));
        if (result.exit() != 0) {
            throw failed("store", result);
        }
    }

    boolean erase(String server) throws IOException {
        Result result = run("erase", server);
        if (result.exit() != 0 && !result.out().contains("not found")) {
            throw failed("erase", result);
        }
        return result.exit() == 0;
    }

    private IOException failed(String verb, Result result) {
        return new IOException(
                program
                        + " "
                        + verb
                        + " failed: "
                        + Failures.clean(result.out())
                        + "; run it by hand, or take it out of the configuration");
    }

    private Result run(String verb, String input) throws IOException {
        Process process =
                new ProcessBuilder(find().toString(), verb)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            try (OutputStream to = process.getOutputStream()) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it may end without reading; its exit code tells
            }
            String out;
            try (InputStream from = process.getInputStream()) {
                out = new String(from.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(program + " does not end");
            }
            return new Result(process.exitValue(), out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " ran");
        } finally {
            process.destroyForcibly();
        }
    }

    private Path find() throws IOException {
        for (String directory : path.split(":", -1)) {
            if (!directory.isEmpty()) {
                Path candidate = Path.of(directory, program);
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        throw new IOException(
                program
                        + " is not in the PATH, but the configuration says that it keeps the"
                        + " logins; install it, or take it out of there");
    }
}
