package dev.cooper.registry.auth;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.config.TlsConfig;

import org.eclipse.jetty.util.ssl.SslContextFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.UUID;

/** What the server shows and demands in TLS, taken from files again when these change. */
public final class TlsIdentity implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final TlsConfig config;
    private final String password = UUID.randomUUID().toString();
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private FileStamp stamp;
    private final Thread thread;

    private TlsIdentity(TlsConfig config) throws IOException {
        this.config = config;
        this.stamp = FileStamp.of(config.files());
        factory.setIncludeProtocols(config.protocols().toArray(new String[0]));
        if (!config.cipherSuites().isEmpty()) {
            factory.setExcludeCipherSuites(); // who names them has chosen
            factory.setIncludeCipherSuites(config.cipherSuites().toArray(new String[0]));
        }
        boolean asks = !config.clientIssuers().isEmpty();
        factory.setNeedClientAuth(asks && !config.optional());
        factory.setWantClientAuth(asks && config.optional());
        load(factory);
        this.thread = Thread.ofVirtual().name("registry-tls").unstarted(this::watch);
    }

    /**
     * Reads the files, and watches them from now on.
     *
     * @throws SyntaxException when one cannot be understood
     */
    public static TlsIdentity open(TlsConfig config) throws IOException {
        TlsIdentity identity = new TlsIdentity(config);
        identity.thread.start();
        return identity;
    }

    /** Reads the files once, and fails as {@link #open} does. */
    static void check(TlsConfig config) throws IOException {
        new TlsIdentity(config);
    }

    /** What the server speaks TLS with; it takes up new certificates by itself. */
    public SslContextFactory.Server factory() {
        return factory;
    }

    private void load(SslContextFactory target) throws IOException {
        KeyStore identity =
                Pem.keyStore(config.certificate(), config.key(), password.toCharArray());
        KeyStore issuers = config.clientIssuers().isEmpty() ? null : issuers();
        target.setKeyStore(identity);
        target.setKeyStorePassword(password);
        if (issuers != null) {
            target.setTrustStore(issuers);
        }
    }

    private KeyStore issuers() throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Path file : config.clientIssuers()) {
                for (var certificate : Pem.certificates(file)) {
                    store.setCertificateEntry("issuer" + number, certificate);
                    number++;
                }
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new SyntaxException("http.tls.clientcas: " + e.getMessage(), e);
        }
    }

    private void watch() {
        while (true) {
            try {
                Thread.sleep(LOOK);
                look();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Connections that are open keep what they were opened with. */
    private void look() {
        try {
            FileStamp now = FileStamp.of(config.files());
            if (now.equals(stamp)) {
                return;
            }
            // Not tried again until they change once more: perhaps only one of two is new yet.
            stamp = now;
            reload();
            LOG.log(System.Logger.Level.INFO, "read the TLS certificate and key again");
        } catch (IOException | SyntaxException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the TLS certificate and key known so far stay in use: " + e.getMessage());
        }
    }

    private void reload() throws IOException {
        Pem.keyStore(config.certificate(), config.key(), password.toCharArray());
        try {
            factory.reload(target -> {
                try {
                    load(target);
                } catch (IOException e) {
                    throw new SyntaxException(String.valueOf(e.getMessage()), e);
                }
            });
        } catch (SyntaxException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("using them failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
