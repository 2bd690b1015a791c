package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Runs the filters on calls as the kernel would. */
final class SeccompTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int REFUSE = 0x00050000 | Errno.EPERM;
    private static final int UNKNOWN = 0x00050000 | Errno.ENOSYS;
    private static final int PRETEND = 0x00050000;

    private static final SeccompTable.Machine OWN = SeccompTable.machines().get(0);
    private static final SeccompTable.Machine SMALL = SeccompTable.machines().get(1);

    private final byte[] usual = filter(true, false);
    private final byte[] single = filter(true, true);

    private static byte[] filter(boolean restrict, boolean pretend) {
        return Seccomp.program(new Seccomp.Options(restrict, pretend)).orElseThrow();
    }

    private static int own(byte[] filter, String call, long... arguments) {
        return decide(filter, OWN.audit(), OWN.number(call), arguments);
    }

    @Test
    void isAbsentWhenNothingIsToBeFiltered() {
        assertEquals(Optional.empty(), Seccomp.program(new Seccomp.Options(false, false)));
    }

    @Test
    void refusesEveryCallOfTheListOnEveryMachine() {
        for (SeccompTable.Machine machine : SeccompTable.machines()) {
            for (int number : machine.refused()) {
                assertEquals(REFUSE, decide(usual, machine.audit(), number));
                assertEquals(REFUSE, decide(single, machine.audit(), number));
            }
        }
    }

    @Test
    void allowsOrdinaryCalls() {
        int read = StageCall.READ.number();
        assertEquals(ALLOW, decide(usual, OWN.audit(), read));
        assertEquals(ALLOW, decide(usual, OWN.audit(), StageCall.EXECVE.number()));
        assertEquals(ALLOW, decide(usual, OWN.audit(), StageCall.SETRESUID.number()));
        assertEquals(ALLOW, decide(usual, OWN.audit(), StageCall.FCHOWNAT.number()));
        assertEquals(ALLOW, decide(single, OWN.audit(), read));
    }

    @Test
    void allowsProcessesAndThreadsButNoNamespaces() {
        long thread = 0x3d0f00;
        long userNamespace = 0x10000000;
        assertEquals(ALLOW, own(usual, "clone", thread));
        assertEquals(ALLOW, own(usual, "clone", 17));
        assertEquals(REFUSE, own(usual, "clone", userNamespace | 17));
        assertEquals(ALLOW, own(usual, "unshare", 0x400));
        assertEquals(REFUSE, own(usual, "unshare", userNamespace));
        assertEquals(REFUSE, own(usual, "unshare", 0x80)); // time
        assertEquals(UNKNOWN, own(usual, "clone3", 0));
        int clone = SMALL.number("clone");
        assertEquals(REFUSE, decide(usual, SMALL.audit(), clone, userNamespace));
    }

    @Test
    void looksAtPersonalitiesAndSockets() {
        assertEquals(ALLOW, own(usual, "personality", 0));
        assertEquals(ALLOW, own(usual, "personality", 0xffffffffL));
        assertEquals(REFUSE, own(usual, "personality", 0x40000));
        assertEquals(ALLOW, own(usual, "socket", 2));
        assertEquals(REFUSE, own(usual, "socket", 40));
    }

    @Test
    void knowsNoOtherMachine() {
        assertEquals(UNKNOWN, decide(usual, 0x12345678, 0));
        if (!SyscallNumber.ARM) {
            assertEquals(UNKNOWN, decide(usual, OWN.audit(), 0x40000000 | 1)); // x32
        }
    }

    @Test
    void pretendsOnlyForASingleUser() {
        for (SeccompTable.Machine machine : SeccompTable.machines()) {
            for (int number : machine.pretended()) {
                assertEquals(PRETEND, decide(single, machine.audit(), number));
                assertEquals(ALLOW, decide(usual, machine.audit(), number));
            }
        }
        assertEquals(PRETEND, own(single, "mknodat", -100, 0, 0020666));
        assertEquals(PRETEND, own(single, "mknodat", -100, 0, 0060660));
        assertEquals(ALLOW, own(single, "mknodat", -100, 0, 0010666));
        assertEquals(ALLOW, own(usual, "mknodat", -100, 0, 0020666));
    }

    /** The part of the kernel's machine that filters use. */
    private static int decide(byte[] filter, int audit, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(audit).putLong(0);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        ByteBuffer program = ByteBuffer.wrap(filter).order(ByteOrder.LITTLE_ENDIAN);
        int accumulator = 0;
        for (int at = 0; ; at += 8) {
            int value = program.getInt(at + 4);
            int yes = program.get(at + 2) & 0xff;
            int no = program.get(at + 3) & 0xff;
            boolean holds;
            switch (program.getShort(at)) {
                case 0x20 -> {
                    accumulator = data.getInt(value);
                    continue;
                }
                case 0x54 -> {
                    accumulator &= value;
                    continue;
                }
                case 0x05 -> {
                    at += 8 * value;
                    continue;
                }
                case 0x06 -> {
                    return value;
                }
                case 0x15 -> holds = accumulator == value;
                case 0x35 -> holds = Integer.compareUnsigned(accumulator, value) >= 0;
                case 0x45 -> holds = (accumulator & value) != 0;
                default -> throw new AssertionError("unknown instruction");
            }
            at += 8 * (holds ? yes : no);
        }
    }
}
