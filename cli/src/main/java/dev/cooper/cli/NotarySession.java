package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Login;
import dev.cooper.transfer.Service;
import dev.cooper.trust.notary.HttpTrustServer;
import dev.cooper.trust.notary.KeyStore;
import dev.cooper.trust.notary.Pinning;
import dev.cooper.trust.notary.TrustDirectory;
import dev.cooper.trust.notary.TrustRepository;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the commands of notary have in common: options, configuration, keys, server. */
final class NotarySession implements AutoCloseable {
    private final Options options;
    private final Terminal terminal;
    private final JsonObject config;
    private final Path configDirectory;
    private final TrustDirectory directory;
    private final TrustPassphrases passphrases;
    private final KeyStore keys;
    private @Nullable Service service;

    NotarySession(Options options, Terminal terminal) throws IOException {
        this.options = options;
        this.terminal = terminal;
        Path home = Path.of(terminal.environment().getOrDefault("HOME", "/"));
        Path file =
                options.value("configFile")
                        .map(Path::of)
                        .orElse(home.resolve(".notary/config.json"));
        boolean exists = Files.exists(file);
        if (!exists && options.given("configFile")) {
            throw new SyntaxException(file + " is not there");
        }
        configDirectory = Optional.ofNullable(file.getParent()).orElse(Path.of("."));
        config =
                exists
                        ? JsonObject.parse(Files.readAllBytes(file), file.toString())
                        : JsonObject.of(Map.of(), "configuration");
        String trust =
                options.value("trustDir")
                        .or(() -> variable("NOTARY_TRUST_DIR"))
                        .or(() -> config.optionalString("trust_dir"))
                        .orElse(home.resolve(".notary").toString());
        Path path = trust.startsWith("~/") ? home.resolve(trust.substring(2)) : Path.of(trust);
        directory = new TrustDirectory(path);
        passphrases = TrustPassphrases.ofNotary(terminal);
        keys = directory.keys(passphrases);
    }

    static Usage options(Usage usage) {
        return usage.value("configFile", 'c', "string", "Path to the configuration file to use")
                .value("server", 's', "string", "Remote trust server location")
                .value("tlscacert", 0, "string", "Trust certs signed only by this CA")
                .value("trustDir", 'd', "string", "Directory where the trust data is persisted to")
                .flag("debug", 'D', "")
                .flag("verbose", 'v', "");
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(terminal.environment().get(name)).filter(it -> !it.isEmpty());
    }

    TrustPassphrases passphrases() {
        return passphrases;
    }

    /** The words of an option whose values may be joined by commas. */
    static List<String> split(List<String> values) {
        List<String> words = new ArrayList<>();
        for (String value : values) {
            words.addAll(List.of(value.split(",", -1)));
        }
        return words;
    }

    KeyStore keys() {
        return keys;
    }

    TrustDirectory directory() {
        return directory;
    }

    /** The repository that a command is about. */
    TrustRepository repository(String gun) throws IOException {
        return new TrustRepository(
                gun,
                directory,
                new HttpTrustServer(service(gun), gun),
                keys,
                pinning(),
                Instant.now());
    }

    private Service service(String gun) throws IOException {
        Service known = service;
        if (known == null) {
            JsonObject remote = section("remote_server");
            String url =
                    options.value("server")
                            .or(() -> variable("NOTARY_REMOTE_SERVER_URL"))
                            .or(() -> remote.optionalString("url"))
                            .orElseThrow(() ->
                                    new UsageException(
                                            "no trust server is named: give --server"
                                                    + " https://HOST:PORT, or remote_server.url"
                                                    + " in the configuration file"));
            Optional<Path> authority =
                    options.value("tlscacert")
                            .map(Path::of)
                            .or(() ->
                                    remote.optionalString("root_ca").map(configDirectory::resolve));
            int slash = gun.indexOf('/');
            known =
                    Service.at(
                            address(url),
                            slash < 0 ? gun : gun.substring(0, slash),
                            login(),
                            authority,
                            terminal.environment());
            service = known;
        }
        return known;
    }

    static URI address(String url) {
        try {
            URI address = URI.create(url.contains("://") ? url : "https://" + url);
            boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (web && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new SyntaxException("\"" + url + "\" is no address of a trust server");
    }

    private Optional<Login> login() {
        return variable("NOTARY_AUTH")
                .map(text -> {
                    String pair = new String(decode(text), StandardCharsets.UTF_8);
                    int colon = pair.indexOf(':');
                    if (colon < 0) {
                        throw new SyntaxException("NOTARY_AUTH is not base64 of user:password");
                    }
                    return Login.of(pair.substring(0, colon), pair.substring(colon + 1));
                });
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("NOTARY_AUTH is not base64 of user:password", e);
        }
    }

    private JsonObject section(String name) {
        return config.optionalObject(name).orElseGet(() -> JsonObject.of(Map.of(), name));
    }

    private Pinning pinning() throws IOException {
        JsonObject section = section("trust_pinning");
        Map<String, List<String>> certificates = new LinkedHashMap<>();
        Optional<JsonObject> pinned = section.optionalObject("certs");
        if (pinned.isPresent()) {
            pinned.get().names().forEach(gun -> certificates.put(gun, pinned.get().strings(gun)));
        }
        Map<String, List<X509Certificate>> authorities = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : section.stringMap("ca").entrySet()) {
            authorities.put(one.getKey(), authority(configDirectory.resolve(one.getValue())));
        }
        return new Pinning(certificates, authorities, !section.bool("disable_tofu"));
    }

    private static List<X509Certificate> authority(Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (Certificate one :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(Files.readAllBytes(file)))) {
                found.add((X509Certificate) one);
            }
        } catch (CertificateException e) {
            throw new SyntaxException(file + " holds no certificate: " + e.getMessage(), e);
        }
        return found;
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
    }
}
