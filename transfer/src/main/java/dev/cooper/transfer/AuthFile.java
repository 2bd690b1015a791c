package dev.cooper.transfer;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of logins as docker ({@code config.json}) and podman ({@code auth.json}) write it. */
final class AuthFile {
    /** The name under which docker keeps the login of docker.io. */
    static final String HUB_KEY = "https://index.docker.io/v1/";

    private static final String AUTHS = "auths";

    private final Path file;
    private final JsonObject json;

    private AuthFile(Path file, JsonObject json) {
        this.file = file;
        this.json = json;
    }

    /** Reads a file; one that does not exist counts as empty. */
    static AuthFile read(Path file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return parse(file, bytes.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : bytes);
        } catch (NoSuchFileException e) {
            return parse(file, "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Reads a file of the form that docker had before 2015: the logins and nothing else. */
    static AuthFile readOld(Path file) throws IOException {
        try {
            Map<String, Object> wrapped = new LinkedHashMap<>();
            wrapped.put(AUTHS, Json.parse(Files.readAllBytes(file)));
            return new AuthFile(file, JsonObject.of(wrapped, file.toString()));
        } catch (SyntaxException e) {
            throw new IOException("reading the logins: " + e.getMessage(), e);
        }
    }

    static AuthFile parse(Path name, byte[] bytes) throws IOException {
        try {
            return new AuthFile(name, JsonObject.parse(bytes, name.toString()));
        } catch (SyntaxException e) {
            throw new IOException("reading the logins: " + e.getMessage(), e);
        }
    }

    /** The key under which docker keeps a registry. */
    static String key(String registry) {
        return registry.equals(Reference.DOCKER_HUB) ? HUB_KEY : registry;
    }

    /** The suffix of the helper that keeps the login of a registry, "" when there is none. */
    String helper(String registry) throws IOException {
        try {
            Optional<JsonObject> helpers = json.optionalObject("credHelpers");
            for (String name : List.of(key(registry), registry)) {
                String helper = helpers.map(known -> known.string(name, "")).orElse("");
                if (!helper.isEmpty()) {
                    return helper;
                }
            }
            return json.string("credsStore", "");
        } catch (SyntaxException e) {
            throw new IOException("reading the logins: " + e.getMessage(), e);
        }
    }

    /** The login in the file itself: of the repository, of one above it, or of the registry. */
    Optional<Login> find(String registry, String repository) throws IOException {
        try {
            JsonObject auths = auths();
            for (String name : names(registry, repository)) {
                if (auths.has(name)) {
                    return login(auths.object(name), name);
                }
            }
            for (String name : auths.names()) {
                if (hostname(name).equals(registry)) {
                    return login(auths.object(name), name);
                }
            }
            return Optional.empty();
        } catch (SyntaxException e) {
            throw new IOException("reading the logins: " + e.getMessage(), e);
        }
    }

    private JsonObject auths() {
        return json.optionalObject(AUTHS).orElseGet(() -> JsonObject.of(Map.of(), AUTHS));
    }

    private static List<String> names(String registry, String repository) {
        List<String> names = new ArrayList<>();
        String path = repository;
        while (!path.isEmpty()) {
            names.add(registry + "/" + path);
            path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }
        names.add(key(registry));
        names.add(registry);
        if (registry.equals(Reference.DOCKER_HUB)) {
            names.add("index.docker.io");
            names.add("registry-1.docker.io");
        }
        return names;
    }

    /** Old files have web addresses as keys; others that name a repository do not count here. */
    private static String hostname(String key) {
        int scheme = key.indexOf("://");
        if (scheme < 0 && !key.endsWith("/v1/") && !key.endsWith("/v2/") && !key.endsWith("/")) {
            return key;
        }
        String rest = scheme < 0 ? key : key.substring(scheme + 3);
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private Optional<Login> login(JsonObject entry, String name) throws IOException {
        String pair;
        try {
            byte[] raw = Base64.getDecoder().decode(entry.string("auth", "").strip());
            pair = new String(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "reading the logins: the auth of " + name + " in " + file + " is no base64", e);
        }
        int colon = pair.indexOf(':');
        String user = colon < 0 ? entry.string("username", "") : pair.substring(0, colon);
        String password = colon < 0 ? entry.string("password", "") : pair.substring(colon + 1);
        Login login =
                new Login(
                        user,
                        password.replaceAll("\0+$", ""),
                        entry.string("identitytoken", ""),
                        entry.string("registrytoken", ""));
        boolean empty =
                !login.hasPassword()
                        && login.identityToken().isEmpty()
                        && login.registryToken().isEmpty();
        return empty ? Optional.empty() : Optional.of(login);
    }

    /** Writes a login into the file; with null an entry that says that a helper has it. */
    void put(String registry, @Nullable Login login) throws IOException {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (login != null) {
            String pair = login.username() + ":" + login.password();
            byte[] raw = pair.getBytes(StandardCharsets.UTF_8);
            entry.put("auth", Base64.getEncoder().encodeToString(raw));
            if (!login.identityToken().isEmpty()) {
                entry.put("identitytoken", login.identityToken());
            }
        }
        Map<String, @Nullable Object> auths = members(auths());
        auths.put(key(registry), entry);
        write(auths);
    }

    /** Removes the login of a registry from the file. */
    boolean remove(String registry) throws IOException {
        Map<String, @Nullable Object> auths = members(auths());
        boolean removed =
                auths.keySet()
                        .removeIf(name ->
                                names(registry, "").contains(name)
                                        || hostname(name).equals(registry));
        if (removed) {
            write(auths);
        }
        return removed;
    }

    private static Map<String, @Nullable Object> members(JsonObject object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name : object.names()) {
            members.put(name, object.get(name));
        }
        return members;
    }

    private void write(Map<String, @Nullable Object> auths) throws IOException {
        Map<String, @Nullable Object> all = members(json);
        all.put(AUTHS, auths);
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path directory = target.getParent();
        if (directory == null) {
            throw new IOException(file + " cannot be a file of logins");
        }
        Files.createDirectories(directory);
        Path fresh =
                Files.createTempFile(
                        directory,
                        ".config",
                        ".json",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, Json.pretty(all, 4) + "\n");
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
