package dev.cooper.registry;

import dev.cooper.registry.auth.Access;
import dev.cooper.registry.auth.Accesses;
import dev.cooper.registry.config.PolicyConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.StorageConfig;
import dev.cooper.registry.endpoint.BlobApi;
import dev.cooper.registry.endpoint.ListApi;
import dev.cooper.registry.endpoint.ManifestApi;
import dev.cooper.registry.endpoint.ReferrersApi;
import dev.cooper.registry.endpoint.UploadApi;
import dev.cooper.registry.gate.Content;
import dev.cooper.registry.gate.PullGate;
import dev.cooper.registry.maintenance.Upkeep;
import dev.cooper.registry.notary.TrustApi;
import dev.cooper.registry.notary.TrustData;
import dev.cooper.registry.operations.Draining;
import dev.cooper.registry.operations.LogOutput;
import dev.cooper.registry.operations.Operations;
import dev.cooper.registry.operations.Probes;
import dev.cooper.registry.proxy.Proxy;
import dev.cooper.registry.proxy.ProxyCounts;
import dev.cooper.registry.storage.Blobs;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Manifests;
import dev.cooper.registry.storage.Referrers;
import dev.cooper.registry.storage.Repositories;
import dev.cooper.registry.storage.Storage;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

import java.io.IOException;
import java.net.BindException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A registry that runs: the distribution API over a database and files. */
public final class RegistryServer implements AutoCloseable {

    private final RegistryConfig config;
    private final Server server;
    private final Listener listener;
    private final Draining draining;
    private final Storage storage;
    private final Operations operations;
    private final FileChannel lock;
    private final Upkeep upkeep;
    private final Proxy proxy;

    private RegistryServer(
            RegistryConfig config,
            Server server,
            Listener listener,
            Draining draining,
            Storage storage,
            Operations operations,
            FileChannel lock,
            Upkeep upkeep,
            Proxy proxy) {
        this.config = config;
        this.server = server;
        this.listener = listener;
        this.draining = draining;
        this.storage = storage;
        this.operations = operations;
        this.lock = lock;
        this.upkeep = upkeep;
        this.proxy = proxy;
    }

    /**
     * Starts a registry; it answers when this returns.
     *
     * @param config how it runs
     * @throws IOException when its directory or its port cannot be used
     */
    public static RegistryServer start(RegistryConfig config) throws IOException {
        return start(config, LogOutput.NONE);
    }

    /**
     * Starts a registry that writes a log; it answers when this returns.
     *
     * @param config how it runs
     * @param log where it writes
     * @throws IOException when its directory or its port cannot be used
     */
    public static RegistryServer start(RegistryConfig config, LogOutput log) throws IOException {
        Storage.makeDirectory(config.storage());
        FileChannel lock = lock(config.storage());
        try {
            Storage storage = Storage.open(config);
            Operations operations = Operations.open(config, storage, log);
            try {
                return listen(config, storage, operations, lock);
            } catch (IOException | RuntimeException e) {
                operations.close();
                storage.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Keeps other registries out of the directory, unless nothing in it is this one's alone. */
    private static FileChannel lock(StorageConfig storage) throws IOException {
        Path directory = storage.directory();
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("registry.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (storage.isShared()) {
            return channel;
        }
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "another registry is running in "
                            + directory
                            + "; stop it, or use another directory");
        }
        return channel;
    }

    private static RegistryServer listen(
            RegistryConfig config, Storage storage, Operations operations, FileChannel lock)
            throws IOException {
        Server server = new Server(new VirtualThreadPool());
        Listener listener = Listener.add(server, config);
        Storage watched = operations.watched(storage);
        Proxy proxy =
                Proxy.start(
                        config,
                        watched,
                        operations.notices(),
                        new ProxyCounts(operations.proxied()),
                        operations.traces());
        Draining draining =
                new Draining(
                        new Probes(
                                operations.health(),
                                api(config, watched, operations, proxy, listener)));
        server.setHandler(draining);
        server.setStopTimeout(0);
        operations.watch(server);
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            listener.close();
            proxy.close();
            throw cannotListen(config, e);
        }
        Upkeep upkeep = Upkeep.start(storage, operations::collected);
        return new RegistryServer(
                config, server, listener, draining, storage, operations, lock, upkeep, proxy);
    }

    private static Api api(
            RegistryConfig config,
            Storage storage,
            Operations operations,
            Proxy proxy,
            Listener listener)
            throws IOException {
        Database database = storage.database();
        Blobs blobs = new Blobs(database, storage.objects(), config.storage().lease());
        Manifests manifests = new Manifests(database, config.manifests().sparse());
        Referrers referrers = new Referrers(database);
        Content content = new Content(manifests, referrers, blobs, storage.objects());
        Access access = Accesses.open(config.auth(), config.http(), storage.database());
        return new Api(
                config,
                operations,
                listener.slow(),
                access,
                new BlobApi(
                        blobs,
                        storage.objects(),
                        operations.notices(),
                        config.storage().mayDelete()),
                new UploadApi(
                        blobs,
                        storage.uploads(),
                        operations.notices(),
                        config.limits().blobBytes()),
                new ManifestApi(
                        manifests,
                        operations.notices(),
                        config.manifests(),
                        config.storage().mayDelete(),
                        gate(config, content, listener)),
                new ListApi(new Repositories(database), config.operations().pages()),
                new ReferrersApi(referrers),
                new TrustApi(new TrustData(database), config.storage().mayDelete()),
                proxy);
    }

    private static Optional<PullGate> gate(
            RegistryConfig config, Content content, Listener listener) throws IOException {
        Optional<PolicyConfig> policy = config.manifests().policy();
        return policy.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new PullGate(
                                policy.get(),
                                content,
                                () -> config.http().authority(listener.connector().getLocalPort()),
                                System::nanoTime));
    }

    private static IOException cannotListen(RegistryConfig config, Exception e) {
        String address = config.http().host() + ":" + config.http().port();
        if (e instanceof BindException || e.getCause() instanceof BindException) {
            return new IOException(
                    "cannot listen on " + address + ": the address is in use or not this machine's",
                    e);
        }
        return new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }

    /** The port it listens on. */
    public int port() {
        return listener.connector().getLocalPort();
    }

    /** What clients on this machine reach it by, such as {@code http://127.0.0.1:5000}. */
    public String url() {
        return config.http().url(port());
    }

    /** The port of the second listener; -1 when there is none. */
    int debugPort() {
        return operations.debugPort();
    }

    /**
     * Takes no new connections, lets requests under way end, and closes the storage.
     *
     * @throws IOException also when requests had to be cut off
     */
    @Override
    public void close() throws IOException {
        operations.health().drain();
        long cut = 0;
        try {
            cut = draining.drain(listener.connector(), config.operations().drain());
            stop(server);
            upkeep.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.close();
        operations.close();
        proxy.close();
        storage.close();
        lock.close();
        if (cut > 0) {
            throw new IOException(
                    cut
                            + " requests were still under way after "
                            + config.operations().drain().toSeconds()
                            + " s (http.draintimeout) and were cut off");
        }
    }

    /** The cache of other registries. */
    Proxy proxy() {
        return proxy;
    }

    private static void stop(Server server) throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("stopping the server: " + e.getMessage(), e);
        }
    }
}
