package dev.cooper.scan.twirp;

import com.google.protobuf.CodedOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;

/**
 * Writes a message of Protocol Buffers; what is empty or 0 is left out, as there it is the same.
 */
final class ProtoWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Writing {
        void run() throws IOException;
    }

    private ProtoWriter write(boolean isEmpty, Writing writing) {
        if (!isEmpty) {
            try {
                writing.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory does not fail
            }
        }
        return this;
    }

    ProtoWriter text(int field, String text) {
        return write(text.isEmpty(), () -> out.writeString(field, text));
    }

    ProtoWriter texts(int field, Collection<String> texts) {
        texts.forEach(each -> write(false, () -> out.writeString(field, each)));
        return this;
    }

    ProtoWriter number(int field, long number) {
        return write(number == 0, () -> out.writeInt64(field, number));
    }

    ProtoWriter flag(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    ProtoWriter decimal(int field, double number) {
        return write(number == 0, () -> out.writeDouble(field, number));
    }

    ProtoWriter fraction(int field, float number) {
        return write(number == 0, () -> out.writeFloat(field, number));
    }

    /** A message within this one; an empty one is written, too. */
    ProtoWriter message(int field, byte[] message) {
        return write(false, () -> out.writeByteArray(field, message));
    }

    ProtoWriter message(int field, ProtoWriter message) {
        return message(field, message.bytes());
    }

    /** A point in time, as a message. */
    ProtoWriter time(int field, Instant time) {
        return message(
                field,
                new ProtoWriter().number(1, time.getEpochSecond()).number(2, time.getNano()));
    }

    /** Fields of a message that was written already. */
    ProtoWriter raw(byte[] message) {
        return write(message.length == 0, () -> out.writeRawBytes(message));
    }

    byte[] bytes() {
        write(false, out::flush);
        return bytes.toByteArray();
    }
}
