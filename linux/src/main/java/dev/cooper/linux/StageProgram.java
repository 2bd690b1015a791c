package dev.cooper.linux;

import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program of nothing but system calls. Java cannot run between {@code clone} and {@code execve},
 * and the JVM cannot change its own namespaces without harm to its other threads; so what has to
 * happen there is written down as a table and run by {@link StageCode} in a process of its own.
 *
 * <p>A call that succeeds goes on with the next one. A call that fails is reported on descriptor
 * {@value #REPORT} and ends the process, unless it says otherwise.
 */
final class StageProgram {
    /** Descriptor that takes reports of 16 bytes: address of the call (0 for results), value. */
    static final int REPORT = 3;

    /** Descriptor that the starting process holds open for as long as it lives. */
    static final int LIFE = 4;

    /** A place in the program. */
    static final class Label {
        private int index = -1;

        private long address() {
            if (index < 0) {
                throw new IllegalStateException("a jump to a label that was never placed");
            }
            return addressOf(index);
        }
    }

    /** One call and the ways on from it; null means the next call. */
    static final class Call {
        private final int index;
        private final StageCall number;
        private final String doing;
        private final long[] arguments = new long[6];
        private long result = StageCode.TABLE + 32;
        private long expected;
        private @Nullable Label onError;
        private @Nullable Label onZero;
        private @Nullable Label onExpected;
        private @Nullable Label onOther;
        private boolean ignored;

        private Call(int index, StageCall number, String doing, long... arguments) {
            this.index = index;
            this.number = number;
            this.doing = doing;
            System.arraycopy(arguments, 0, this.arguments, 0, arguments.length);
        }

        /** Goes on with the next call even after an error. */
        Call ignore() {
            ignored = true;
            onError = null;
            return this;
        }

        /** Goes on elsewhere when the result is 0 (in the child, for clone). */
        Call onZero(Label label) {
            onZero = label;
            return this;
        }

        /** Goes on elsewhere when the result is neither 0 nor the expected value. */
        Call onOther(Label label) {
            onOther = label;
            return this;
        }

        /** Goes on elsewhere when the result equals the expected value. */
        Call onExpected(Label label) {
            onExpected = label;
            return this;
        }

        /** Goes on elsewhere after an error, which then is not fatal. */
        Call onError(Label label) {
            ignored = true;
            onError = label;
            return this;
        }

        /** Stores the result at an address of the data. */
        Call resultTo(long address) {
            result = address;
            return this;
        }

        /** Stores the result as an argument of another call. */
        Call resultToArgument(Call other, int argument) {
            result = addressOf(other.index) + 8 + argument * 8L;
            return this;
        }

        /** Stores the result as the value that another call expects. */
        Call resultToExpected(Call other) {
            result = addressOf(other.index) + 64;
            return this;
        }

        /** Returns what the call does, for messages: "mounting /dev". */
        String doing() {
            return doing;
        }

        /** Returns whether the program goes on after its failure. */
        boolean ignored() {
            return ignored;
        }

        private void write(ByteBuffer table, Label failure) {
            long next = addressOf(index + 1);
            table.putLong(number.number());
            for (long argument : arguments) {
                table.putLong(argument);
            }
            table.putLong(result).putLong(expected);
            table.putLong(onError != null ? onError.address() : ignored ? next : failure.address());
            table.putLong(onZero == null ? next : onZero.address());
            table.putLong(onExpected == null ? next : onExpected.address());
            table.putLong(onOther == null ? next : onOther.address());
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Map<String, Long> strings = new HashMap<>();
    private final Label failure = new Label();
    private @Nullable Label handler;

    private static long addressOf(int index) {
        return StageCode.TABLE + StageCode.TABLE_HEADER + (long) index * StageCode.CALL_SIZE;
    }

    /** Adds a call. */
    Call call(StageCall number, String doing, long... arguments) {
        Call call = new Call(calls.size(), number, doing, arguments);
        calls.add(call);
        return handler == null ? call : call.onError(handler);
    }

    /** Adds calls; when one of them fails the fallback is run instead of the rest. */
    void attempt(Runnable calls, Runnable fallback) {
        Label outer = handler;
        Label otherwise = new Label();
        Label end = new Label();
        handler = otherwise;
        calls.run();
        handler = outer;
        jump(end);
        place(otherwise);
        fallback.run();
        place(end);
    }

    /** Goes on elsewhere, by a call that does nothing. */
    void jump(Label label) {
        // umask returns the old mask, which is 0 from the second time on; both ways lead there.
        call(StageCall.UMASK, "going on", 0).onZero(label).onOther(label).onExpected(label);
    }

    /** Puts a label before the call that is added next. */
    void place(Label label) {
        label.index = calls.size();
    }

    /** Ends the process. */
    void exit(int code) {
        call(StageCall.EXIT_GROUP, "ending", code);
    }

    /** Returns the address of a path or other text, closed with a zero byte. */
    long string(String text) {
        Long known = strings.get(text);
        if (known != null) {
            return known;
        }
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException(
                    "a zero byte in \"" + text.replace('\0', '?') + "\"");
        }
        byte[] encoded = FileName.encode(text);
        byte[] closed = java.util.Arrays.copyOf(encoded, encoded.length + 1);
        long address = bytes(closed);
        strings.put(text, address);
        return address;
    }

    /** Returns the address of bytes, aligned to 8. */
    long bytes(byte[] bytes) {
        while (data.size() % 8 != 0) {
            data.write(0);
        }
        long address = StageCode.DATA + data.size();
        data.writeBytes(bytes);
        return address;
    }

    /** Returns the address of 64-bit words. */
    long words(long... words) {
        ByteBuffer buffer = ByteBuffer.allocate(words.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            buffer.putLong(word);
        }
        return bytes(buffer.array());
    }

    /** Returns the address of a list of strings as execve wants it. */
    long strings(List<String> texts) {
        long[] addresses = new long[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            addresses[i] = string(texts.get(i));
        }
        return words(addresses);
    }

    /** Returns the call that a report names; null when there is none. */
    @Nullable Call at(long address) {
        long index = (address - addressOf(0)) / StageCode.CALL_SIZE;
        return index < 0 || index >= calls.size() ? null : calls.get((int) index);
    }

    /** Returns the whole program as an executable file. */
    byte[] elf() {
        place(failure);
        exit(FAILED);
        bytes(new byte[0]);
        ByteBuffer table =
                ByteBuffer.allocate(StageCode.TABLE_HEADER + calls.size() * StageCode.CALL_SIZE)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .position(StageCode.TABLE_HEADER);
        for (Call call : calls) {
            call.write(table, failure);
        }
        return StageCode.elf(SyscallNumber.ARM, table.flip(), ByteBuffer.wrap(data.toByteArray()));
    }

    /** Exit code of a process that an unforeseen error ended. */
    static final int FAILED = 126;

    /** Returns the program's text for people: one call a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Call call : calls) {
            text.append(call.number).append(' ').append(call.doing).append('\n');
        }
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
