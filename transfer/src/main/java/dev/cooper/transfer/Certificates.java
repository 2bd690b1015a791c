package dev.cooper.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS as the directories {@code certs.d/HOST} want it: more authorities, client certificates. */
final class Certificates {
    private static final char[] NO_PASSWORD = {};

    /** A private key in PEM, which may stand in the same file as its certificate. */
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*KEY-----");

    private Certificates() {}

    /** The first directory that has something for a host. */
    static Optional<Path> directory(List<Path> places, String host) {
        return places.stream()
                .map(place -> place.resolve(host))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** Makes a context; without verification only where the configuration says insecure. */
    static SSLContext context(Optional<Path> directory, boolean insecure) throws IOException {
        List<Path> files = directory.isEmpty() ? List.of() : list(directory.get());
        List<Path> authorities =
                files.stream().filter(file -> file.toString().endsWith(".crt")).toList();
        return context(authorities, clients(files), insecure, directory);
    }

    /** Makes a context as containerd's configuration wants it. */
    static SSLContext context(ContainerdHost host) throws IOException {
        Optional<Path> named = host.authorities().stream().findFirst();
        return context(host.authorities(), host.clients(), host.unverified(), named);
    }

    /** The certificates {@code *.cert} among files, each with a {@code .key} beside it. */
    private static List<ClientCertificate> clients(List<Path> files) throws IOException {
        List<ClientCertificate> clients = new ArrayList<>();
        for (Path file : files) {
            String name = file.toString();
            if (name.endsWith(".cert")) {
                Path key = Path.of(name.substring(0, name.length() - 5) + ".key");
                if (!Files.exists(key)) {
                    throw new IOException(file + " has no private key beside it: " + key);
                }
                clients.add(new ClientCertificate(file, key));
            }
        }
        return clients;
    }

    /** Makes a context that trusts the authorities of one file too. */
    static SSLContext contextWith(Optional<Path> authorities, boolean insecure) throws IOException {
        return context(authorities.stream().toList(), List.of(), insecure, authorities);
    }

    private static SSLContext context(
            List<Path> authorities,
            List<ClientCertificate> clients,
            boolean insecure,
            Optional<Path> where)
            throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust =
                    insecure ? new TrustManager[] {new Anyone()} : trust(authorities);
            context.init(keys(clients), trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "reading the certificates in "
                            + where.map(Path::toString).orElse("the system")
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static TrustManager[] trust(List<Path> authorities)
            throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        TrustManagerFactory system =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        system.init((KeyStore) null);
        int number = 0;
        for (TrustManager manager : system.getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                for (X509Certificate certificate : known.getAcceptedIssuers()) {
                    store.setCertificateEntry("system" + number++, certificate);
                }
            }
        }
        for (Path file : authorities) {
            for (Certificate certificate : certificates(file)) {
                store.setCertificateEntry("own" + number++, certificate);
            }
        }
        TrustManagerFactory all =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        all.init(store);
        return all.getTrustManagers();
    }

    private static KeyManager[] keys(List<ClientCertificate> clients)
            throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        for (ClientCertificate client : clients) {
            Certificate[] chain = certificates(client.certificate()).toArray(Certificate[]::new);
            String name = client.certificate().toString();
            store.setKeyEntry(name, privateKey(client.key()), NO_PASSWORD, chain);
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        byte[] certificates =
                KEY.matcher(text).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificates));
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END PRIVATE KEY-----");
        if (start < 0 || end < start) {
            throw new IOException(
                    file
                            + " is no private key in PKCS #8; make one with \"openssl pkcs8 -topk8"
                            + " -nocrypt -in "
                            + file.getFileName()
                            + "\"");
        }
        byte[] raw = Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
        List<String> failures = new ArrayList<>();
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(raw));
            } catch (InvalidKeySpecException e) {
                failures.add(e.getMessage());
            }
        }
        throw new IOException(file + " is no RSA, EC or Ed25519 key: " + failures);
    }

    /** For registries that the configuration calls insecure. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
