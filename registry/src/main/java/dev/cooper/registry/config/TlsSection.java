package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

/** Reads {@code http.tls}. */
final class TlsSection {
    /** These can be neither chosen nor left out, as in Go. */
    private static final List<String> OF_TLS_13 =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    private TlsSection() {}

    static Optional<TlsConfig> read(ConfigTree tree) {
        String certificate = tree.text("http.tls.certificate").orElse("");
        String key = tree.text("http.tls.key").orElse("");
        List<Path> issuers = tree.texts("http.tls.clientcas").stream().map(Path::of).toList();
        List<String> protocols = protocols(tree.text("http.tls.minimumtls").orElse(""));
        List<String> suites = suites(tree.texts("http.tls.ciphersuites"));
        boolean optional = optional(tree.text("http.tls.clientauth").orElse(""));
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new SyntaxException("http.tls: want both certificate and key");
        }
        if (certificate.isEmpty() && !issuers.isEmpty()) {
            throw new SyntaxException("http.tls.clientcas: want certificate and key beside it");
        }
        return certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TlsConfig(
                                Path.of(certificate),
                                Path.of(key),
                                protocols,
                                suites,
                                issuers,
                                optional));
    }

    private static boolean optional(String kind) {
        return switch (kind) {
            case "", "require-and-verify-client-cert" -> false;
            case "verify-client-cert-if-given" -> true;
            default -> throw ConfigFile.notSupported("http.tls.clientauth", "\"" + kind + "\"");
        };
    }

    private static List<String> protocols(String minimum) {
        return switch (minimum) {
            case "", "tls1.2" -> List.of("TLSv1.2", "TLSv1.3");
            case "tls1.3" -> List.of("TLSv1.3");
            case "tls1.0", "tls1.1" ->
                    throw new SyntaxException(
                            "http.tls.minimumtls: " + minimum + " is no longer safe; want tls1.2");
            default ->
                    throw new SyntaxException(
                            "http.tls.minimumtls \"" + minimum + "\": want tls1.2 or tls1.3");
        };
    }

    /** The suites that are named, with those of TLS 1.3; none when none are named. */
    private static List<String> suites(List<String> named) {
        if (named.isEmpty()) {
            return List.of();
        }
        Set<String> known = known();
        for (String suite : named) {
            if (!known.contains(suite)) {
                throw new SyntaxException(
                        "http.tls.ciphersuites: \""
                                + suite
                                + "\" is unknown or no longer safe; want names such as"
                                + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
            }
        }
        return Stream.concat(OF_TLS_13.stream(), named.stream()).distinct().toList();
    }

    private static Set<String> known() {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has no TLS", e);
        }
    }
}
