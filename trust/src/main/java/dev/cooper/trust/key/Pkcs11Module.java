package dev.cooper.trust.key;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PKCS#11 module (version 2.40, Linux on 64 bits), called as it is: the provider of the JDK shows
 * private keys only when a certificate lies beside them, which tokens for signing seldom have.
 */
final class Pkcs11Module {
    private static final long ALREADY_INITIALIZED = 0x191;
    private static final long ALREADY_LOGGED_IN = 0x100;
    private static final long SERIAL_SESSION = 4;
    private static final long LOCKING_BY_SYSTEM = 2;
    private static final long USER = 1;
    private static final int MOST_SLOTS = 256;
    private static final int MOST_BYTES = 1 << 16;
    private static final long UNAVAILABLE = -1;

    private static final Map<Long, String> REASONS =
            Map.of(
                    0xA0L, "the PIN is wrong",
                    0xA2L, "the PIN is too short or too long",
                    0xA4L, "the PIN is locked",
                    0x70L, "it does not sign in this way",
                    0x101L, "it wants a PIN",
                    0x68L, "the key may not be used so",
                    0x63L, "the key does not go with the way to sign",
                    0x30L, "the device failed");

    private static final Map<String, Pkcs11Module> LOADED = new HashMap<>();

    private final String file;
    private final MemorySegment functions;

    private Pkcs11Module(String file, MemorySegment functions) {
        this.file = file;
        this.functions = functions;
    }

    /** What a token says of itself. */
    record Token(long slot, String label, String manufacturer, String model, String serial) {}

    /** A module is loaded once a process and stays. */
    static synchronized Pkcs11Module load(String file) throws IOException {
        Pkcs11Module known = LOADED.get(file);
        if (known != null) {
            return known;
        }
        if (!Files.isRegularFile(Path.of(file))) {
            throw new IOException(file + ": there is no such PKCS#11 module");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment start =
                    SymbolLookup.libraryLookup(Path.of(file), Arena.global())
                            .find("C_GetFunctionList")
                            .orElseThrow(() -> new IOException(file + " is no PKCS#11 module"));
            MemorySegment target = arena.allocate(ADDRESS);
            MethodHandle list =
                    Linker.nativeLinker()
                            .downcallHandle(start, FunctionDescriptor.of(JAVA_LONG, ADDRESS));
            Pkcs11Module module = new Pkcs11Module(file, MemorySegment.NULL);
            module.check("starting", (long) list.invokeExact(target));
            MemorySegment functions =
                    target.get(ADDRESS, 0).reinterpret(8 + 68L * ADDRESS.byteSize());
            module = new Pkcs11Module(file, functions);
            MemorySegment how = arena.allocate(48, 8);
            how.set(JAVA_LONG, 32, LOCKING_BY_SYSTEM);
            long code = module.call(0, how);
            if (code != ALREADY_INITIALIZED) {
                module.check("starting", code);
            }
            LOADED.put(file, module);
            return module;
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be loaded: " + e.getMessage(), e);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // calls of C throw nothing
        }
    }

    /** Lists the tokens that are there. */
    List<Token> tokens() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            count.set(JAVA_LONG, 0, MOST_SLOTS);
            MemorySegment slots = arena.allocate(JAVA_LONG, MOST_SLOTS);
            check("listing tokens", call(4, (byte) 1, slots, count));
            List<Token> tokens = new ArrayList<>();
            for (int i = 0; i < count.get(JAVA_LONG, 0); i++) {
                long slot = slots.getAtIndex(JAVA_LONG, i);
                MemorySegment info = arena.allocate(256, 8);
                if (call(6, slot, info) == 0) {
                    tokens.add(
                            new Token(
                                    slot,
                                    text(info, 0, 32),
                                    text(info, 32, 32),
                                    text(info, 64, 16),
                                    text(info, 80, 16)));
                }
            }
            return tokens;
        }
    }

    private static String text(MemorySegment from, long at, long length) {
        byte[] bytes = from.asSlice(at, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    }

    /** Opens a session; with a PIN, as its user. */
    long open(long slot, Optional<byte[]> pin) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment session = arena.allocate(JAVA_LONG);
            check(
                    "opening a session",
                    call(
                            12,
                            slot,
                            SERIAL_SESSION,
                            MemorySegment.NULL,
                            MemorySegment.NULL,
                            session));
            long opened = session.get(JAVA_LONG, 0);
            if (pin.isPresent()) {
                MemorySegment text = bytes(arena, pin.get());
                long code = call(18, opened, USER, text, (long) pin.get().length);
                text.fill((byte) 0);
                if (code != ALREADY_LOGGED_IN) {
                    check("logging in", code);
                }
            }
            return opened;
        }
    }

    /** Finds objects that have these attributes; two at most. */
    List<Long> find(long session, Map<Long, byte[]> wanted) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment template = arena.allocate(24L * wanted.size(), 8);
            long at = 0;
            for (Map.Entry<Long, byte[]> one : wanted.entrySet()) {
                attribute(template, at, one.getKey(), bytes(arena, one.getValue()));
                template.set(JAVA_LONG, at + 16, one.getValue().length);
                at += 24;
            }
            check("searching", call(26, session, template, (long) wanted.size()));
            MemorySegment found = arena.allocate(JAVA_LONG, 2);
            MemorySegment count = arena.allocate(JAVA_LONG);
            long code = call(27, session, found, 2L, count);
            check("searching", call(28, session));
            check("searching", code);
            List<Long> objects = new ArrayList<>();
            for (int i = 0; i < count.get(JAVA_LONG, 0); i++) {
                objects.add(found.getAtIndex(JAVA_LONG, i));
            }
            return objects;
        }
    }

    /** Reads an attribute; empty when the object has none, or does not tell. */
    Optional<byte[]> read(long session, long object, long type) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment template = arena.allocate(24, 8);
            attribute(template, 0, type, MemorySegment.NULL);
            long code = call(24, session, object, template, 1L);
            long length = template.get(JAVA_LONG, 16);
            if (code != 0 || length == UNAVAILABLE || length <= 0 || length > MOST_BYTES) {
                return Optional.empty();
            }
            MemorySegment value = arena.allocate(length);
            attribute(template, 0, type, value);
            return call(24, session, object, template, 1L) == 0
                    ? Optional.of(value.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
                    : Optional.empty();
        }
    }

    private static void attribute(MemorySegment at, long offset, long type, MemorySegment value) {
        at.set(JAVA_LONG, offset, type);
        at.set(ADDRESS, offset + 8, value);
        at.set(JAVA_LONG, offset + 16, value.byteSize());
    }

    /** Signs; the session is used by nobody else meanwhile. */
    byte[] sign(long session, long key, long mechanism, byte[] message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(24, 8);
            how.set(JAVA_LONG, 0, mechanism);
            check("signing", call(42, session, how, key));
            MemorySegment signature = arena.allocate(4096);
            MemorySegment length = arena.allocate(JAVA_LONG);
            length.set(JAVA_LONG, 0, signature.byteSize());
            check(
                    "signing",
                    call(
                            43,
                            session,
                            bytes(arena, message),
                            (long) message.length,
                            signature,
                            length));
            return signature
                    .asSlice(0, length.get(JAVA_LONG, 0))
                    .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        }
    }

    private static MemorySegment bytes(Arena arena, byte[] value) {
        MemorySegment copy = arena.allocate(Math.max(1, value.length), 8);
        MemorySegment.copy(
                value, 0, copy, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, value.length);
        return copy.asSlice(0, value.length);
    }

    /** Calls a function by its place in the list of the standard. */
    private long call(int place, Object... arguments) {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] =
                    switch (arguments[i]) {
                        case MemorySegment _ -> ADDRESS;
                        case Byte _ -> java.lang.foreign.ValueLayout.JAVA_BYTE;
                        default -> JAVA_LONG;
                    };
        }
        MemorySegment target = functions.get(ADDRESS, 8 + place * ADDRESS.byteSize());
        try {
            return (long)
                    Linker.nativeLinker()
                            .downcallHandle(target, FunctionDescriptor.of(JAVA_LONG, layouts))
                            .invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // calls of C throw nothing
        }
    }

    private void check(String doing, long code) throws IOException {
        if (code != 0) {
            throw new IOException(
                    file
                            + ": "
                            + doing
                            + " failed: "
                            + REASONS.getOrDefault(code, "code 0x" + Long.toHexString(code)));
        }
    }
}
