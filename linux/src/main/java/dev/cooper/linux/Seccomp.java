package dev.cooper.linux;

import java.util.Optional;

/**
 * The system call filter of a step. It refuses what docker's default profile refuses to a container
 * with default capabilities; all else is left to capabilities and namespaces. The kernel caches its
 * answer for calls that are always allowed, so the length of the list costs nothing per call.
 */
final class Seccomp {
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int NAMESPACES = 0x7E020080;
    private static final int X32 = 0x40000000;
    private static final int VSOCK = 40;
    private static final int TYPE_MASK = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int[] PERSONALITIES = {0, 8, 0x20000, 0x20008, 0xffffffff};

    /**
     * What a filter does.
     *
     * @param restrict refuse what docker refuses
     * @param pretendRoot report success for changes of owner and user, which a user namespace with
     *     one user cannot do
     */
    record Options(boolean restrict, boolean pretendRoot) {}

    private final BpfProgram program = new BpfProgram();
    private final Options options;

    private Seccomp(Options options) {
        this.options = options;
    }

    /** Returns the filter as the kernel wants it; empty when nothing is to be filtered. */
    static Optional<byte[]> program(Options options) {
        if (!options.restrict() && !options.pretendRoot()) {
            return Optional.empty();
        }
        return Optional.of(new Seccomp(options).write());
    }

    private byte[] write() {
        for (SeccompTable.Machine machine : SeccompTable.machines()) {
            program.load(ARCHITECTURE);
            BpfProgram.Label other = new BpfProgram.Label();
            program.unlessEqual(machine.audit(), other);
            machine(machine);
            program.place(other);
        }
        program.answer(ERRNO | Errno.ENOSYS); // calls of a machine that nobody here knows
        return program.toBytes();
    }

    private void machine(SeccompTable.Machine machine) {
        program.load(NUMBER);
        if (machine.column() == 0) {
            BpfProgram.Label native64 = new BpfProgram.Label();
            program.unlessAtLeast(X32, native64);
            program.answer(ERRNO | Errno.ENOSYS);
            program.place(native64);
        }
        if (options.pretendRoot()) {
            BpfProgram.Label pretend = new BpfProgram.Label();
            BpfProgram.Label further = new BpfProgram.Label();
            machine.pretended().forEach(number -> program.ifEqual(number, pretend));
            program.jump(further);
            program.place(pretend);
            program.answer(ERRNO);
            program.place(further);
            devices(machine, "mknod", 1);
            devices(machine, "mknodat", 2);
        }
        if (options.restrict()) {
            restrict(machine);
        }
        program.answer(ALLOW);
    }

    private void restrict(SeccompTable.Machine machine) {
        BpfProgram.Label refuse = new BpfProgram.Label();
        BpfProgram.Label further = new BpfProgram.Label();
        machine.refused().forEach(number -> program.ifEqual(number, refuse));
        program.jump(further);
        program.place(refuse);
        program.answer(ERRNO | Errno.EPERM);
        program.place(further);
        namespaces(machine, "clone");
        namespaces(machine, "unshare");
        personalities(machine);
        virtualSockets(machine);
        BpfProgram.Label known = new BpfProgram.Label();
        // Its arguments are out of reach of a filter; C libraries then use clone.
        program.unlessEqual(machine.number("clone3"), known);
        program.answer(ERRNO | Errno.ENOSYS);
        program.place(known);
    }

    private void namespaces(SeccompTable.Machine machine, String call) {
        BpfProgram.Label further = new BpfProgram.Label();
        BpfProgram.Label allowed = new BpfProgram.Label();
        program.unlessEqual(machine.number(call), further);
        program.load(argument(0));
        program.unlessAny(NAMESPACES & (call.equals("clone") ? ~0x80 : ~0), allowed);
        program.answer(ERRNO | Errno.EPERM);
        program.place(allowed);
        program.answer(ALLOW);
        program.place(further);
    }

    private void personalities(SeccompTable.Machine machine) {
        BpfProgram.Label further = new BpfProgram.Label();
        BpfProgram.Label allowed = new BpfProgram.Label();
        program.unlessEqual(machine.number("personality"), further);
        program.load(argument(0));
        for (int personality : PERSONALITIES) {
            program.ifEqual(personality, allowed);
        }
        program.answer(ERRNO | Errno.EPERM);
        program.place(allowed);
        program.answer(ALLOW);
        program.place(further);
    }

    private void virtualSockets(SeccompTable.Machine machine) {
        BpfProgram.Label further = new BpfProgram.Label();
        BpfProgram.Label allowed = new BpfProgram.Label();
        program.unlessEqual(machine.number("socket"), further);
        program.load(argument(0));
        program.unlessEqual(VSOCK, allowed);
        program.answer(ERRNO | Errno.EPERM);
        program.place(allowed);
        program.answer(ALLOW);
        program.place(further);
    }

    private void devices(SeccompTable.Machine machine, String call, int modeArgument) {
        BpfProgram.Label further = new BpfProgram.Label();
        BpfProgram.Label device = new BpfProgram.Label();
        BpfProgram.Label plain = new BpfProgram.Label();
        program.unlessEqual(machine.number(call), further);
        program.load(argument(modeArgument));
        program.and(TYPE_MASK);
        program.ifEqual(CHARACTER_DEVICE, device);
        program.ifEqual(BLOCK_DEVICE, device);
        program.jump(plain);
        program.place(device);
        program.answer(ERRNO);
        program.place(plain);
        program.answer(ALLOW);
        program.place(further);
    }

    private static int argument(int index) {
        return 16 + 8 * index;
    }
}
