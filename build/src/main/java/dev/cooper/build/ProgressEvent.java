package dev.cooper.build;

import dev.cooper.oci.Digest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a build, in the order it happened; renderers turn the stream into text.
 *
 * <p>The vocabulary follows BuildKit's SolveStatus: vertices (the numbered steps a user sees),
 * statuses (a named piece of progress inside a vertex, such as a copied context), logs (bytes a
 * step printed, never clipped) and warnings. A vertex is declared once before any other event names
 * it.
 */
public sealed interface ProgressEvent {
    /** The vertex the event is about. */
    Digest vertex();

    /** When it happened. */
    Instant at();

    /**
     * A vertex exists and will be solved.
     *
     * @param vertex identifies the vertex in this build
     * @param at when it was declared
     * @param name what a user reads, such as {@code [build 2/4] RUN make}
     * @param inputs the vertices it needs
     */
    record Declared(Digest vertex, Instant at, String name, List<Digest> inputs)
            implements ProgressEvent {
        /** Copies the inputs. */
        public Declared {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * Work on a vertex began.
     *
     * @param vertex the vertex
     * @param at the time
     */
    record Started(Digest vertex, Instant at) implements ProgressEvent {}

    /**
     * A vertex is done.
     *
     * @param vertex the vertex
     * @param at the time
     * @param cached whether the result was known before
     * @param error why it failed, one sentence; empty when it did not
     */
    record Completed(Digest vertex, Instant at, boolean cached, Optional<String> error)
            implements ProgressEvent {}

    /**
     * Bytes that a step wrote.
     *
     * @param vertex the vertex
     * @param at the time
     * @param stream 1 for standard output, 2 for standard error
     * @param data the bytes, as the step wrote them; lines may be split over several events
     */
    @SuppressWarnings("ArrayRecordComponent") // a chunk of a stream: never compared
    record Log(Digest vertex, Instant at, int stream, byte[] data) implements ProgressEvent {}

    /**
     * Progress of one named piece of work inside a vertex.
     *
     * @param vertex the vertex
     * @param at the time
     * @param id what is being done, such as {@code transferring context:} or {@code exporting
     *     layers}
     * @param current how far it is, in bytes or items
     * @param total where it ends; 0 when unknown
     * @param done whether it is finished
     */
    record Status(Digest vertex, Instant at, String id, long current, long total, boolean done)
            implements ProgressEvent {}

    /**
     * Something the user should look at; the build goes on.
     *
     * @param vertex the vertex it belongs to
     * @param at the time
     * @param rule the build check's name, such as {@code FromAsCasing}; empty when it is none
     * @param message one sentence
     * @param detail more, or empty
     * @param url where it is explained, or empty
     * @param source the excerpt of the Dockerfile it is about, or empty
     */
    record Warning(
            Digest vertex,
            Instant at,
            String rule,
            String message,
            String detail,
            String url,
            String source)
            implements ProgressEvent {}
}
