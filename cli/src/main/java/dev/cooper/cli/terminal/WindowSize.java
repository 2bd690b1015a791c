package dev.cooper.cli.terminal;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The size of a terminal's window as the kernel tells it ({@code ioctl(TIOCGWINSZ)}). */
record WindowSize(int rows, int columns) {
    private static final long TIOCGWINSZ = 0x5413;

    /** The size of the window behind a descriptor, null when that is not a terminal. */
    static @Nullable WindowSize of(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2);
            int result = (int) Ioctl.HANDLE.invokeExact(descriptor, TIOCGWINSZ, size);
            if (result != 0) {
                return null;
            }
            return new WindowSize(
                    Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 0)),
                    Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2)));
        } catch (Throwable e) {
            return null;
        }
    }

    /** Loaded with the first question only: linking costs milliseconds. */
    private static final class Ioctl {
        static final MethodHandle HANDLE =
                Linker.nativeLinker()
                        .downcallHandle(
                                Linker.nativeLinker().defaultLookup().findOrThrow("ioctl"),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.ADDRESS),
                                Linker.Option.firstVariadicArg(2));
    }
}
