package dev.cooper.scan.twirp;

import java.util.List;

/** What clients of Trivy's say when they send what they found. */
public final class CacheMessages {
    private CacheMessages() {}

    /**
     * Something that is to be kept.
     *
     * @param id under which it is asked for
     * @param content of no meaning until it is asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // which nobody compares
    public record Put(String id, byte[] content) {}

    /**
     * What is asked for.
     *
     * @param artifactId of the image
     * @param blobIds of its layers
     */
    public record Wanted(String artifactId, List<String> blobIds) {}

    /** Reads what is known of an image. */
    public static Put artifact(byte[] message) {
        ProtoReader reader = new ProtoReader(message);
        return new Put(reader.text(1), reader.message(2).bytes());
    }

    /** Reads what is known of a layer. */
    public static Put blob(byte[] message) {
        ProtoReader reader = new ProtoReader(message);
        return new Put(reader.text(1), reader.message(3).bytes());
    }

    /** Reads what a client wants to know the presence of. */
    public static Wanted wanted(byte[] message) {
        ProtoReader reader = new ProtoReader(message);
        return new Wanted(reader.text(1), reader.texts(2));
    }

    /** Reads what a client does not need any more. */
    public static List<String> deleted(byte[] message) {
        return new ProtoReader(message).texts(1);
    }

    /** Tells a client what is missing. */
    public static byte[] missing(boolean artifact, List<String> blobIds) {
        return new ProtoWriter().flag(1, artifact).texts(2, blobIds).bytes();
    }
}
