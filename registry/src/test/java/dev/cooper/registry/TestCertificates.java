package dev.cooper.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keys and certificates for one test, made by the JDK's keytool. */
final class TestCertificates {
    static final char[] PASSWORD = "changeit".toCharArray();

    private final Path store;

    TestCertificates(Path directory) {
        this.store = directory.resolve("keys.p12");
    }

    /** Makes a key with a certificate of its own, which may sign others. */
    void root(String alias) throws IOException {
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + alias,
                "-ext",
                "bc:c",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost");
    }

    /** Makes a key with a certificate that another one has signed. */
    void issued(String alias, String issuer) throws IOException {
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + alias,
                "-signer",
                issuer,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost");
    }

    private void keytool(String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(
                List.of(
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    KeyStore load() throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    X509Certificate certificate(String alias) throws IOException {
        try {
            return (X509Certificate) load().getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    PrivateKey key(String alias) throws IOException {
        try {
            return (PrivateKey) load().getKey(alias, PASSWORD);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Writes certificate and key as PEM. */
    void write(String alias, Path certificate, Path key) throws IOException {
        try {
            Files.writeString(certificate, pem("CERTIFICATE", certificate(alias).getEncoded()));
            Files.writeString(key, pem("PRIVATE KEY", key(alias).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    static String pem(String kind, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }
}
