package dev.cooper.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.RegistryServer;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.TlsConfig;
import dev.cooper.testkit.TestCertificates;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

class TlsTest {
    @TempDir Path directory;
    private TestCertificates certificates;
    private Path certificate;
    private Path key;

    @BeforeEach
    void makeCertificate() throws IOException {
        certificates = new TestCertificates(directory);
        certificates.root("first");
        certificate = directory.resolve("cert.pem");
        key = directory.resolve("key.pem");
        certificates.write("first", certificate, key);
    }

    private RegistryConfig config(String more) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                "http: {addr: '127.0.0.1:0', tls: {certificate: "
                        + certificate
                        + ", key: "
                        + key
                        + more
                        + "}}");
        return RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
    }

    /** Whoever the server is, it is believed: the test looks at the certificate itself. */
    private record Believer() implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            assertTrue(chain.length > 0);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private SSLSocket connect(RegistryServer server, String alias, String... protocols)
            throws IOException {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            if (!alias.isEmpty()) {
                keys.setKeyEntry(
                        alias,
                        certificates.key(alias),
                        TestCertificates.password(),
                        certificates.load().getCertificateChain(alias));
            }
            managers.init(keys, TestCertificates.password());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), new TrustManager[] {new Believer()}, null);
            Socket socket = context.getSocketFactory().createSocket("127.0.0.1", server.port());
            SSLSocket secure = (SSLSocket) socket;
            if (protocols.length > 0) {
                secure.setEnabledProtocols(protocols);
            }
            secure.startHandshake();
            return secure;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static int status(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        // The body is the first thing in braces.
        for (int c = 0; c >= 0 && c != '}'; c = socket.getInputStream().read()) {}
        return Integer.parseInt(new String(head, StandardCharsets.US_ASCII).substring(9));
    }

    private static String name(SSLSocket socket) throws IOException {
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    @Test
    void aNewCertificateIsShownWithoutARestartAndOldConnectionsLive() throws IOException {
        try (RegistryServer server = RegistryServer.start(config(""));
                SSLSocket old = connect(server, "")) {
            assertEquals("CN=first", name(old));
            assertEquals(200, status(old));
            certificates.root("second");
            // Half of the change alone: what is known stays in use.
            certificates.write("second", certificate, directory.resolve("later.pem"));
            Files.move(
                    directory.resolve("later.pem"),
                    key,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            String shown = "";
            while (!shown.equals("CN=second")) {
                try (SSLSocket fresh = connect(server, "")) {
                    shown = name(fresh);
                }
            }
            assertEquals(200, status(old));
        }
    }

    @Test
    void aBrokenCertificateDoesNotReplaceTheOldOne() throws IOException {
        TlsConfig tls = config("").http().tls().orElseThrow();
        try (TlsIdentity identity = TlsIdentity.open(tls)) {
            KeyStore before = identity.factory().getKeyStore();
            Files.writeString(certificate, "nonsense");
            Files.setLastModifiedTime(certificate, FileTime.fromMillis(1));
            assertThrows(
                    SyntaxException.class,
                    () -> Pem.keyStore(certificate, key, TestCertificates.password()));
            assertEquals(before, identity.factory().getKeyStore());
        }
    }

    @Test
    void theLowestVersionIsObeyed() throws IOException {
        try (RegistryServer server = RegistryServer.start(config(", minimumtls: tls1.3"))) {
            assertThrows(IOException.class, () -> connect(server, "", "TLSv1.2").close());
            try (SSLSocket socket = connect(server, "", "TLSv1.3")) {
                assertEquals(200, status(socket));
            }
        }
        assertTrue(
                assertThrows(SyntaxException.class, () -> config(", minimumtls: tls1.0"))
                        .getMessage()
                        .contains("no longer safe"));
    }

    @Test
    void onlyTheCipherSuitesThatAreNamedAreSpokenBeforeTls13() throws IOException {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        String other = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
        try (RegistryServer server =
                RegistryServer.start(config(", ciphersuites: [" + suite + ", " + other + "]"))) {
            try (SSLSocket socket = connect(server, "", "TLSv1.2")) {
                assertTrue(List.of(suite, other).contains(socket.getSession().getCipherSuite()));
                assertEquals(200, status(socket));
            }
            try (SSLSocket socket = connect(server, "", "TLSv1.3")) {
                assertEquals(200, status(socket));
            }
        }
        for (String wrong : List.of("TLS_RSA_WITH_RC4_128_SHA", "nonsense")) {
            assertTrue(
                    assertThrows(
                                    SyntaxException.class,
                                    () -> config(", ciphersuites: [" + wrong + "]"))
                            .getMessage()
                            .contains("unknown or no longer safe"));
        }
    }

    @Test
    void aCertificateMayBeLeftOutWhereTheConfigurationSaysSo() throws IOException {
        certificates.root("issuer");
        certificates.issued("client", "issuer");
        Path issuers = directory.resolve("issuers.pem");
        certificates.write("issuer", issuers, directory.resolve("unused.pem"));
        try (RegistryServer server =
                RegistryServer.start(
                        config(
                                ", clientauth: verify-client-cert-if-given, clientcas: ["
                                        + issuers
                                        + "]"))) {
            for (String alias : List.of("client", "")) {
                try (SSLSocket socket = connect(server, alias)) {
                    assertEquals(200, status(socket));
                }
            }
        }
    }

    @Test
    void clientsShowACertificateOfTheIssuersThatAreNamed() throws IOException {
        certificates.root("issuer");
        certificates.issued("client", "issuer");
        certificates.root("stranger");
        Path issuers = directory.resolve("issuers.pem");
        certificates.write("issuer", issuers, directory.resolve("unused.pem"));
        try (RegistryServer server =
                RegistryServer.start(config(", clientcas: [" + issuers + "]"))) {
            try (SSLSocket socket = connect(server, "client")) {
                assertEquals(200, status(socket));
            }
            for (String other : new String[] {"", "stranger"}) {
                assertThrows(
                        IOException.class,
                        () -> {
                            // With TLS 1.3 the refusal comes after the handshake.
                            try (SSLSocket socket = connect(server, other)) {
                                status(socket);
                            }
                        });
            }
        } catch (SSLHandshakeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keysAreReadAsOpensslHasEverWrittenThem() throws IOException, GeneralSecurityException {
        byte[] pkcs8 = certificates.key("first").getEncoded();
        // The octet string at the end of PKCS#8 is the SEC1 key; the curve goes into it.
        int sec1 = 2;
        while (pkcs8[sec1] != 0x04 || pkcs8[sec1 + 2] != 0x30) {
            sec1++;
        }
        byte[] bare = Arrays.copyOfRange(pkcs8, sec1 + 2, pkcs8.length);
        byte[] curve = {
            (byte) 0xa0,
            0x0a,
            0x06,
            0x08,
            0x2a,
            (byte) 0x86,
            0x48,
            (byte) 0xce,
            0x3d,
            0x03,
            0x01,
            0x07
        };
        int number = 2 + 3 + 2 + 32;
        byte[] named = new byte[number + curve.length];
        System.arraycopy(bare, 0, named, 0, number);
        System.arraycopy(curve, 0, named, number, curve.length);
        named[1] = (byte) (named.length - 2);
        Files.writeString(
                key,
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + TestCertificates.pem("EC PRIVATE KEY", named));
        assertEquals(
                ((ECPrivateKey) certificates.key("first")).getS(),
                ((ECPrivateKey) PrivateKeys.read(key)).getS());
        Files.writeString(
                key, TestCertificates.pem("EC PRIVATE KEY", Arrays.copyOf(named, number - 30)));
        assertThrows(SyntaxException.class, () -> PrivateKeys.read(key));
        for (String kind : new String[] {"ENCRYPTED PRIVATE KEY", "NONSENSE"}) {
            Files.writeString(key, TestCertificates.pem(kind, pkcs8));
            assertThrows(SyntaxException.class, () -> PrivateKeys.read(key));
        }
        Files.writeString(key, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n");
        assertTrue(
                assertThrows(SyntaxException.class, () -> PrivateKeys.read(key))
                        .getMessage()
                        .contains("is encrypted"));
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws IOException {
        certificates.root("other");
        certificates.write("other", directory.resolve("unused.pem"), key);
        RegistryConfig config = config("");
        assertTrue(
                assertThrows(SyntaxException.class, () -> RegistryServer.start(config))
                        .getMessage()
                        .contains("is not the key of the first certificate"));
    }
}
