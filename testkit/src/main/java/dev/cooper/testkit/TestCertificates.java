package dev.cooper.testkit;

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
public final class TestCertificates {
    private static final String PASSWORD = "changeit";

    private static final String NAMES = "san=ip:127.0.0.1,dns:localhost,dns:registry.example";

    private final Path store;

    /**
     * Keeps its keys in a directory.
     *
     * @param directory an existing directory, deleted by whoever made it
     */
    public TestCertificates(Path directory) {
        this.store = directory.resolve("keys.p12");
    }

    /** What opens {@link #load the key store} and the keys in it. */
    public static char[] password() {
        return PASSWORD.toCharArray();
    }

    /** Makes a key with a certificate of its own, which may sign others. */
    public void root(String alias) throws IOException {
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
                NAMES);
    }

    /** Makes a key with a certificate that another one has signed. */
    public void issued(String alias, String issuer) throws IOException {
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
                NAMES);
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
                        PASSWORD));
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

    /** All keys and certificates made so far. */
    public KeyStore load() throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password());
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** The certificate of a key. */
    public X509Certificate certificate(String alias) throws IOException {
        try {
            return (X509Certificate) load().getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** A private key. */
    public PrivateKey key(String alias) throws IOException {
        try {
            return (PrivateKey) load().getKey(alias, password());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Writes certificate and key as PEM. */
    public void write(String alias, Path certificate, Path key) throws IOException {
        try {
            Files.writeString(certificate, pem("CERTIFICATE", certificate(alias).getEncoded()));
            Files.writeString(key, pem("PRIVATE KEY", key(alias).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** A block of PEM. */
    public static String pem(String kind, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }
}
