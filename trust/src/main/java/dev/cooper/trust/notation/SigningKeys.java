package dev.cooper.trust.notation;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list of keys to sign with, {@code signingkeys.json} as notation keeps it.
 *
 * @param standard the name of the key that signs when nobody names one
 * @param entries the keys
 */
public record SigningKeys(Optional<String> standard, List<Entry> entries) {
    private static final String FILE = "signingkeys.json";

    /** Copies the entries. */
    public SigningKeys {
        entries = List.copyOf(entries);
    }

    /**
     * A key.
     *
     * @param name of the key
     * @param fields as the file has them; plugins' keys have others than files
     */
    public record Entry(String name, Map<String, @Nullable Object> fields) {
        /** Returns a field; empty when the key has none. */
        public String field(String word) {
            return fields.get(word) instanceof String text ? text : "";
        }
    }

    /**
     * Reads the list.
     *
     * @param configuration notation's directory
     * @return an empty one when there is none
     * @throws SyntaxException when the file is damaged
     */
    public static SigningKeys read(Path configuration) throws IOException {
        Path file = configuration.resolve(FILE);
        try {
            JsonObject json = JsonObject.parse(Files.readAllBytes(file), file.toString());
            List<Entry> entries = new ArrayList<>();
            for (JsonObject one : json.objects("keys")) {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                one.names().forEach(name -> fields.put(name, one.get(name)));
                entries.add(new Entry(one.string("name"), fields));
            }
            return new SigningKeys(
                    json.optionalString("default").filter(name -> !name.isEmpty()), entries);
        } catch (NoSuchFileException e) {
            return new SigningKeys(Optional.empty(), List.of());
        }
    }

    /** Writes the list. */
    public void write(Path configuration) throws IOException {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        standard.ifPresent(name -> json.put("default", name));
        json.put("keys", entries.stream().map(Entry::fields).toList());
        ConfigurationFile.write(configuration.resolve(FILE), Json.prettyBytes(json, 4));
    }

    /**
     * Finds a key.
     *
     * @throws SyntaxException when there is none of the name
     */
    public Entry find(String name) {
        return entries.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SyntaxException("signing key " + name + " not found"));
    }

    /**
     * Adds a key in files.
     *
     * @throws SyntaxException when there is one of the name
     */
    public SigningKeys with(String name, Path key, Path certificates, boolean asStandard) {
        TrustStore.checkName(name);
        if (entries.stream().anyMatch(one -> one.name().equals(name))) {
            throw new SyntaxException("signing key " + name + " exists already");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("keyPath", key.toAbsolutePath().toString());
        fields.put("certPath", certificates.toAbsolutePath().toString());
        List<Entry> longer = new ArrayList<>(entries);
        longer.add(new Entry(name, fields));
        return new SigningKeys(asStandard ? Optional.of(name) : standard, longer);
    }

    /**
     * Removes a key from the list; its files stay.
     *
     * @throws SyntaxException when there is none of the name
     */
    public SigningKeys without(String name) {
        Entry removed = find(name);
        return new SigningKeys(
                standard.filter(one -> !one.equals(name)),
                entries.stream().filter(one -> !one.equals(removed)).toList());
    }

    /**
     * Makes a key the one that signs when nobody names one.
     *
     * @throws SyntaxException when there is none of the name
     */
    public SigningKeys withStandard(String name) {
        return new SigningKeys(Optional.of(find(name).name()), entries);
    }

    /**
     * Opens a key.
     *
     * @param name empty for the standard one
     * @throws SyntaxException when there is no such key, or it is not in files
     * @throws IOException when the files cannot be read
     */
    public SigningKey open(Optional<String> name) throws IOException {
        String wanted =
                name.or(() -> standard)
                        .orElseThrow(() ->
                                new SyntaxException(
                                        "no key is the default one; name one with --key, or make"
                                                + " one: cooper notation key update --default"
                                                + " NAME"));
        Entry entry = find(wanted);
        if (entry.field("keyPath").isEmpty() || entry.field("certPath").isEmpty()) {
            throw new SyntaxException(
                    "signing key " + wanted + " is a plugin's; only keys in files are supported");
        }
        Path key = Path.of(entry.field("keyPath"));
        return SigningKey.parse(
                Files.readAllBytes(key),
                Files.readAllBytes(Path.of(entry.field("certPath"))),
                key.toString());
    }

    /**
     * Refuses a key that cannot sign.
     *
     * @throws SyntaxException when it cannot
     * @throws IOException when its files cannot be read
     */
    public void check(String name) throws IOException {
        if (open(Optional.of(name)).chain().isEmpty()) {
            throw new IllegalStateException("keys without certificates are not read");
        }
    }
}
