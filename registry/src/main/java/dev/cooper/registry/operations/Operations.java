package dev.cooper.registry.operations;

import dev.cooper.registry.config.AuditConfig;
import dev.cooper.registry.config.DebugConfig;
import dev.cooper.registry.config.LogConfig;
import dev.cooper.registry.config.OperationsConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.maintenance.RegistryGarbage;
import dev.cooper.registry.storage.SqliteDatabase;
import dev.cooper.registry.storage.Storage;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What watches a running registry. */
public final class Operations implements Exchange.Watcher, AutoCloseable {
    /** Kept here, because a logger nobody holds forgets its level. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    private static final Logger TELEMETRY = Logger.getLogger("io.opentelemetry");
    private static final Logger REGISTRY = Logger.getLogger("dev.cooper.registry");

    private final List<RequestObserver> observers = new ArrayList<>();
    private final List<AutoCloseable> parts = new ArrayList<>();

    private final RequestsUnderWay underWay = new RequestsUnderWay();
    private final Health health;
    private Notices notices = Notices.NONE;
    private @Nullable Audit audit;
    private @Nullable Metrics metrics;
    private @Nullable DebugServer debug;
    private Traces traces = Traces.NONE;

    private Operations(Health health) {
        this.health = health;
        parts.add(health);
    }

    /** Begins to watch, as the configuration says. */
    public static Operations open(RegistryConfig config, Storage storage, LogOutput log)
            throws IOException {
        OperationsConfig wanted = config.operations();
        StorageCheck check = new StorageCheck(storage, config.storage().directory());
        Operations operations = new Operations(Health.open(wanted.health(), check));
        try {
            operations.openTraces(wanted, log);
            operations.openLog(wanted.log(), log);
            operations.openNotices(config, storage);
            if (wanted.audit().isPresent()) {
                operations.openAudit(wanted.audit().get());
            }
            if (wanted.debug().isPresent()) {
                operations.openDebug(wanted.debug().get(), storage);
            }
            return operations;
        } catch (IOException | RuntimeException e) {
            operations.close();
            throw e;
        }
    }

    private void openTraces(OperationsConfig config, LogOutput log) {
        if (config.traces().isPresent() && !log.equals(LogOutput.NONE)) {
            LogMessages.of(TELEMETRY, config.log(), Traces.NONE, log.messages());
        }
        traces = Traces.open(config.traces());
        parts.add(traces);
    }

    /** Begins the span of a request. */
    public Span follow(Exchange exchange) {
        return RequestSpan.begin(traces, exchange);
    }

    /** Where requests are followed. */
    public Traces traces() {
        return traces;
    }

    private void openAudit(AuditConfig config) throws IOException {
        Audit opened = Audit.open(config);
        parts.add(opened);
        audit = opened;
    }

    @Override
    public void answering(Exchange exchange, int status) {
        Audit open = audit;
        if (open != null) {
            open.answering(exchange, status);
        }
    }

    private void openDebug(DebugConfig config, Storage storage) throws IOException {
        if (config.metrics().isPresent()) {
            Metrics counted = new Metrics();
            Gauges.notifications(counted.registry(), notices.couriers());
            Gauges.requests(counted.registry(), underWay);
            Gauges.uploads(counted.registry(), storage.uploads());
            Gauges.process(counted.registry(), storage.database());
            observers.add(counted);
            metrics = counted;
        }
        DebugServer server = DebugServer.open(config, health, metrics);
        parts.add(server);
        debug = server;
    }

    /** The storage, timed and followed where somebody wants to know. */
    public Storage watched(Storage storage) {
        boolean watched = metrics != null || traces.isOn();
        return watched ? WatchedStorage.of(storage, metrics, traces) : storage;
    }

    /** What is wrong at the moment. */
    public Health health() {
        return health;
    }

    /** Where a pull-through cache counts, if anybody wants to know. */
    public Optional<Metrics.Proxied> proxied() {
        return Optional.ofNullable(metrics).map(Metrics::proxied);
    }

    /** The port of the second listener; -1 when there is none. */
    public int debugPort() {
        DebugServer server = debug;
        return server == null ? -1 : server.port();
    }

    /** Garbage was collected. */
    public void collected(RegistryGarbage.Collected garbage) {
        Metrics counted = metrics;
        if (counted != null) {
            counted.collected(garbage);
        }
    }

    /** It is known what a request asks for. */
    public void began(Exchange exchange) {
        if (metrics != null) {
            underWay.began(Metrics.handler(exchange.route()));
        }
    }

    private void openNotices(RegistryConfig config, Storage storage) {
        String instance = UUID.randomUUID().toString();
        // The only node has what it had before it was killed.
        String node = storage.database() instanceof SqliteDatabase ? "only" : instance;
        Event.Source source = new Event.Source(Host.name() + ":" + config.http().port(), instance);
        notices =
                Notices.open(
                        config.operations().notifications(),
                        source,
                        storage.database(),
                        node,
                        traces);
        parts.add(notices);
    }

    /** Who is told of what requests do. */
    public Notices notices() {
        return notices;
    }

    /** A request has done what it does. */
    public void done(Exchange exchange) {
        if (metrics != null && exchange.route() != null) {
            underWay.ended(Metrics.handler(exchange.route()));
        }
        RequestSpan.answered(exchange);
        if (exchange.isChange()) {
            notices.ring();
        }
    }

    private void openLog(LogConfig config, LogOutput log) {
        if (!log.equals(LogOutput.NONE)) {
            LogMessages.of(REGISTRY, config, traces, log.messages());
            LogMessages.of(JETTY, config, traces, log.messages());
            if (config.requests()) {
                RequestLog lines = new RequestLog(config, log.requests());
                observers.add(lines);
                parts.add(lines);
            }
        }
        if (JETTY.getLevel() == null || JETTY.getLevel().intValue() < Level.WARNING.intValue()) {
            JETTY.setLevel(Level.WARNING);
        }
    }

    /** Lets them see the requests of a server. */
    public void watch(Server server) {
        if (!observers.isEmpty()) {
            server.setRequestLog(this::served);
        }
    }

    private void served(Request request, Response response) {
        Served served = Served.of(request, response);
        for (RequestObserver observer : observers) {
            observer.served(served);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                REGISTRY.log(Level.WARNING, "stopping", e);
            }
        }
    }
}
