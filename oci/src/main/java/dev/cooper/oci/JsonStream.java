package dev.cooper.oci;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Reads one large JSON object member by member, so that only one value at a time is in memory. Each
 * value is bounded as {@link Json} bounds a text.
 */
public final class JsonStream {
    /** Takes the values as they come. */
    public interface Members {
        /**
         * Takes a member of the object, or an element of its array of that name.
         *
         * @param name of the member
         */
        void accept(String name, @Nullable Object value) throws IOException;
    }

    private JsonStream() {}

    /**
     * Reads an object.
     *
     * @param in is read to the end and not closed
     * @param array the member whose elements are given one by one; the others are given whole
     * @throws SyntaxException when the text is no JSON object, or goes over a limit
     */
    public static void read(InputStream in, String array, Members each) throws IOException {
        Bounded bounded = new Bounded(in);
        JsonReader json = Json.reader(new InputStreamReader(bounded, StandardCharsets.UTF_8));
        try {
            if (json.peek() != JsonToken.BEGIN_OBJECT) {
                throw new SyntaxException("invalid JSON: an object is wanted");
            }
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                bounded.restart();
                if (name.equals(array) && json.peek() == JsonToken.BEGIN_ARRAY) {
                    json.beginArray();
                    while (json.hasNext()) {
                        each.accept(name, Json.value(json));
                        bounded.restart();
                    }
                    json.endArray();
                } else {
                    each.accept(name, Json.value(json));
                }
                bounded.restart();
            }
            json.endObject();
        } catch (MalformedJsonException | EOFException e) {
            throw Json.broken(e);
        }
    }

    /** Ends a value that is larger than any should be. */
    private static final class Bounded extends FilterInputStream {
        private long left = Json.MAX_BYTES;

        Bounded(InputStream in) {
            super(in);
        }

        void restart() {
            left = Json.MAX_BYTES;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            left -= Math.max(count, 0);
            if (left < 0) {
                throw new SyntaxException(
                        "invalid JSON: a value has more than " + Json.MAX_BYTES + " bytes");
            }
            return count;
        }
    }
}
