package dev.cooper.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The one door to the kernel: {@code syscall(2)} of the C library. One native signature for every
 * call, because binding a signature costs milliseconds at start-up and calling a bound one costs
 * 0.2 µs. Pointers are passed as numbers; {@link Scratch} owns the memory behind them.
 */
final class Syscall {
    /** Where {@link Scratch} keeps the error of the last call. */
    static final long ERRNO_OFFSET =
            Linker.Option.captureStateLayout()
                    .byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    /** Not bound to an address: that would make the JVM generate one more kind of handle. */
    private static final MethodHandle SEVEN_WORDS = bind();

    private static final MemorySegment SYSCALL = function("syscall");

    private Syscall() {}

    private static MethodHandle bind() {
        ValueLayout.OfLong l = ValueLayout.JAVA_LONG;
        return Linker.nativeLinker()
                .downcallHandle(
                        FunctionDescriptor.of(l, l, l, l, l, l, l, l),
                        Linker.Option.captureCallState("errno"),
                        Linker.Option.firstVariadicArg(1));
    }

    /** Finds a function of the C library for {@link #foreign}. */
    static MemorySegment function(String name) {
        return Linker.nativeLinker().defaultLookup().findOrThrow(name);
    }

    /**
     * Calls a function of the C library through the one signature: registers that it does not
     * expect are not looked at.
     *
     * @return what is in the register of the result
     */
    static long foreign(
            MemorySegment function,
            Scratch scratch,
            long a,
            long b,
            long c,
            long d,
            long e,
            long f,
            long g) {
        try {
            return (long) SEVEN_WORDS.invokeExact(function, scratch.state(), a, b, c, d, e, f, g);
        } catch (Throwable t) {
            throw new AssertionError("a function of the C library cannot throw", t);
        }
    }

    /**
     * Calls the kernel; calls that a signal interrupted are made again.
     *
     * @return the result, or minus the error number
     */
    static long call(Scratch scratch, int number, long a, long b, long c, long d, long e, long f) {
        while (true) {
            long result = foreign(SYSCALL, scratch, number, a, b, c, d, e, f);
            if (result != -1) {
                return result;
            }
            int errno = scratch.errno();
            if (errno != Errno.EINTR) {
                return -errno;
            }
        }
    }

    static long call(Scratch scratch, int number, long a) {
        return call(scratch, number, a, 0, 0, 0, 0, 0);
    }

    static long call(Scratch scratch, int number, long a, long b) {
        return call(scratch, number, a, b, 0, 0, 0, 0);
    }

    static long call(Scratch scratch, int number, long a, long b, long c) {
        return call(scratch, number, a, b, c, 0, 0, 0);
    }

    static long call(Scratch scratch, int number, long a, long b, long c, long d) {
        return call(scratch, number, a, b, c, d, 0, 0);
    }

    static long call(Scratch scratch, int number, long a, long b, long c, long d, long e) {
        return call(scratch, number, a, b, c, d, e, 0);
    }

    /**
     * Turns an error of {@link #call} into an exception.
     *
     * @return the result when it is none
     */
    static long check(long result, String operation, String path) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(operation, path, (int) -result);
        }
        return result;
    }

    /** Allocates memory for ever; only for pools and constants. */
    static MemorySegment allocate(long size) {
        return Arena.global().allocate(size, 64);
    }
}
