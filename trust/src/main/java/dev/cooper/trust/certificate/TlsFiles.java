package dev.cooper.trust.certificate;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.PrivateKeys;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.function.Consumer;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate and the key of a server, in PEM, taken from the files again when these change:
 * those who manage certificates exchange the files long before the old certificate runs out.
 */
public final class TlsFiles extends X509ExtendedKeyManager {
    private static final String ALIAS = "server";
    private static final char[] NO_PASSWORD = {};

    private final Path certificate;
    private final Path key;
    private final Consumer<String> log;
    private String stamp;
    private volatile X509ExtendedKeyManager current;

    /**
     * Reads the files.
     *
     * @param log takes a sentence when the files change
     * @throws IOException when one cannot be read
     * @throws SyntaxException when one cannot be understood, or they do not belong together
     */
    public TlsFiles(Path certificate, Path key, Consumer<String> log) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.log = log;
        this.stamp = stamp();
        this.current = read();
    }

    /**
     * Makes what connections are encrypted with.
     *
     * @param clients the file of the authorities of clients; null to ask clients for nothing
     * @throws IOException when that file cannot be read
     * @throws SyntaxException when it cannot be understood
     */
    public SSLContext context(@Nullable Path clients) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, clients == null ? null : trusting(clients), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SyntaxException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate issuer : certificates(file)) {
            store.setCertificateEntry("issuer" + number++, issuer);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Reads the files again if they have changed; what cannot be used leaves all as it was. */
    public synchronized void look() {
        try {
            String now = stamp();
            if (now.equals(stamp)) {
                return;
            }
            stamp = now; // perhaps only one of two is new yet: tried again when it changes once
            // more
            current = read();
            log.accept("read the TLS certificate and key again");
        } catch (IOException | SyntaxException e) {
            log.accept("the TLS certificate and key stay as they were: " + e.getMessage());
        }
    }

    /** Links are followed: a cluster exchanges the files of a secret by turning a link. */
    private String stamp() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : new Path[] {certificate, key}) {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            text.append(found.fileKey() + " " + found.size() + " " + found.lastModifiedTime());
        }
        return text.toString();
    }

    private X509ExtendedKeyManager read() throws IOException {
        Certificate[] chain = certificates(certificate).toArray(new Certificate[0]);
        PrivateKey secret = PrivateKeys.parse(Files.readAllBytes(key), key.toString());
        try {
            if (!belongTogether(secret, chain[0])) {
                throw new SyntaxException(
                        "%s is the key of another certificate than %s".formatted(key, certificate));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, secret, NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, NO_PASSWORD);
            for (KeyManager manager : factory.getKeyManagers()) {
                if (manager instanceof X509ExtendedKeyManager extended) {
                    return extended;
                }
            }
            throw new SyntaxException("this JDK has no manager of keys");
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(
                    certificate + " and " + key + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static boolean belongTogether(PrivateKey secret, Certificate certificate)
            throws GeneralSecurityException {
        String kind = secret.getAlgorithm();
        if (!certificate.getPublicKey().getAlgorithm().equals(kind)) {
            return false;
        }
        Signature signature =
                Signature.getInstance(
                        switch (kind) {
                            case "RSA" -> "SHA256withRSA";
                            case "EC" -> "SHA256withECDSA";
                            default -> kind;
                        });
        signature.initSign(secret);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        return signature.verify(signed);
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes));
            if (read.isEmpty()) {
                throw new SyntaxException(file + " holds no certificate");
            }
            return read;
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(file + ": " + e.getMessage(), e);
        }
    }

    // A client that resumes reads the key by the alias it began with, which never changes.

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, SSLEngine engine) {
        return current.chooseEngineServerAlias(type, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, Socket socket) {
        return current.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return current.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return current.getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return current.getServerAliases(type, issuers);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
