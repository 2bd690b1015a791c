package dev.cooper.registry.operations;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.registry.config.EventAction;
import dev.cooper.registry.config.NotificationsConfig;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Notice;
import dev.cooper.registry.storage.Sql;
import dev.cooper.registry.storage.StoredManifest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells end points of what is pushed, mounted, deleted and pulled. */
public final class Notices implements AutoCloseable {
    /** Tells nobody. */
    static final Notices NONE =
            new Notices(NotificationsConfig.NONE, new Event.Source("", ""), List.of(), null);

    private final NotificationsConfig config;
    private final Event.Source source;
    private final List<Courier> couriers;
    private final @Nullable PullEvents pulls;

    private Notices(
            NotificationsConfig config,
            Event.Source source,
            List<Courier> couriers,
            @Nullable PullEvents pulls) {
        this.config = config;
        this.source = source;
        this.couriers = couriers;
        this.pulls = pulls;
    }

    /**
     * Starts to deliver.
     *
     * @param node the name under which this node holds end points
     */
    static Notices open(
            NotificationsConfig config,
            Event.Source source,
            Database database,
            String node,
            Traces traces) {
        if (config.endpoints().isEmpty()) {
            return NONE;
        }
        Outbox outbox = new Outbox(database, node);
        List<Courier> couriers = new ArrayList<>();
        for (NotificationsConfig.Endpoint endpoint : config.endpoints()) {
            couriers.add(Courier.start(endpoint, outbox, config.most(), traces));
        }
        boolean pulls = config.endpoints().stream().anyMatch(each -> each.wants(EventAction.PULL));
        Notices notices = new Notices(config, source, couriers, pulls ? new PullEvents() : null);
        if (notices.pulls != null) {
            notices.pulls.start(events -> {
                outbox.write(sql -> {
                    for (Event event : events) {
                        notices.write(sql, event);
                    }
                });
                notices.ring();
            });
        }
        return notices;
    }

    List<Courier> couriers() {
        return couriers;
    }

    /** Says that changes were committed. */
    void ring() {
        couriers.forEach(Courier::ring);
    }

    private void write(Sql sql, Event event) throws SQLException {
        String json = event.json(source);
        for (Courier courier : couriers) {
            if (event.isWantedBy(courier.endpoint())) {
                Outbox.add(sql, courier.endpoint().name(), json, event.request().trace());
                courier.counts().events.increment();
            }
        }
    }

    private Notice notice(Exchange exchange, EventAction action, List<EventTarget> targets) {
        if (couriers.isEmpty()) {
            return Notice.NONE;
        }
        Event.Origin origin = Event.Origin.of(exchange);
        Instant now = Instant.now();
        return sql -> {
            for (EventTarget target : targets) {
                write(sql, new Event(action, target, origin, now));
            }
        };
    }

    /** What is to be written when a blob has been pushed. */
    public Notice blobPushed(Exchange exchange, String repository, Digest digest, long size) {
        return notice(
                exchange, EventAction.PUSH, List.of(EventTarget.blob(repository, digest, size)));
    }

    /** What is to be written when a blob has been mounted. */
    public Notice blobMounted(Exchange exchange, String repository, Digest digest, String from) {
        if (couriers.isEmpty()) {
            return Notice.NONE;
        }
        return sql -> {
            long size = sql.number("SELECT size FROM blob WHERE digest = ?", digest.toString());
            EventTarget target = EventTarget.blob(repository, digest, size).mountedFrom(from);
            notice(exchange, EventAction.MOUNT, List.of(target)).write(sql);
        };
    }

    /** What is to be written when a blob has been deleted. */
    public Notice blobDeleted(Exchange exchange, String repository, Digest digest) {
        return gone(exchange, repository, Optional.of(digest), Optional.empty());
    }

    /** What is to be written when a manifest has been deleted. */
    public Notice manifestDeleted(Exchange exchange, String repository, Digest digest) {
        return gone(exchange, repository, Optional.of(digest), Optional.empty());
    }

    /** What is to be written when a tag has been deleted. */
    public Notice tagDeleted(Exchange exchange, String repository, String tag) {
        return gone(exchange, repository, Optional.empty(), Optional.of(tag));
    }

    private Notice gone(
            Exchange exchange, String repository, Optional<Digest> digest, Optional<String> tag) {
        return notice(
                exchange, EventAction.DELETE, List.of(EventTarget.gone(repository, digest, tag)));
    }

    /** One event for each tag, or one without a tag. */
    public Notice manifestPushed(
            Exchange exchange,
            String repository,
            String mediaType,
            Digest digest,
            byte[] content,
            List<String> tags) {
        if (couriers.isEmpty()) {
            return Notice.NONE;
        }
        List<EventTarget> targets = new ArrayList<>();
        for (String tag : tags) {
            targets.add(manifest(repository, mediaType, digest, content, Optional.of(tag)));
        }
        if (tags.isEmpty()) {
            targets.add(manifest(repository, mediaType, digest, content, Optional.empty()));
        }
        return notice(exchange, EventAction.PUSH, targets);
    }

    private EventTarget manifest(
            String repository,
            String mediaType,
            Digest digest,
            byte[] content,
            Optional<String> tag) {
        EventTarget target =
                EventTarget.manifest(repository, mediaType, digest, content.length, tag);
        return config.references() ? target.withReferences(references(content)) : target;
    }

    /** The descriptors of a manifest: its config and layers, or its manifests. */
    private static List<Map<String, Object>> references(byte[] content) {
        List<Map<String, Object>> references = new ArrayList<>();
        if (Json.parse(content) instanceof Map<?, ?> manifest) {
            for (String member : List.of("config", "layers", "manifests")) {
                Object value = manifest.get(member);
                List<?> all = value instanceof List<?> list ? list : Arrays.asList(value);
                for (Object each : all) {
                    if (each instanceof Map<?, ?> descriptor) {
                        references.add(descriptor(descriptor));
                    }
                }
            }
        }
        return references;
    }

    private static Map<String, Object> descriptor(Map<?, ?> found) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        found.forEach((name, value) -> {
            // data can be as large as the content
            if (value != null && !"data".equals(name)) {
                descriptor.put(String.valueOf(name), value);
            }
        });
        return descriptor;
    }

    /** Tells of a manifest that is about to be sent. */
    public void manifestPulled(
            Exchange exchange, String repository, StoredManifest manifest, Optional<String> tag) {
        PullEvents target = pulls;
        if (target != null) {
            Digest digest = Digest.parse(manifest.digest());
            target.add(
                    new Event(
                            EventAction.PULL,
                            manifest(
                                    repository,
                                    manifest.mediaType(),
                                    digest,
                                    manifest.content(),
                                    tag),
                            Event.Origin.of(exchange),
                            Instant.now()));
        }
    }

    /** Tells of a blob that is about to be sent. */
    public void blobPulled(Exchange exchange, String repository, Digest digest, long size) {
        PullEvents target = pulls;
        if (target != null) {
            target.add(
                    new Event(
                            EventAction.PULL,
                            EventTarget.blob(repository, digest, size),
                            Event.Origin.of(exchange),
                            Instant.now()));
        }
    }

    /** How many events of pulls were dropped because the database could not take them in time. */
    long lostPulls() {
        PullEvents source = pulls;
        return source == null ? 0 : source.lost();
    }

    @Override
    public void close() throws IOException {
        PullEvents source = pulls;
        if (source != null) {
            source.close();
        }
        for (Courier courier : couriers) {
            courier.close();
        }
    }
}
