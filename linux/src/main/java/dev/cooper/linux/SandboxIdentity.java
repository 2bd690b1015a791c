package dev.cooper.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes the calls by which a step gives up every right that docker would not give it. */
final class SandboxIdentity {
    /** Docker's 14 capabilities of a container, as bits. */
    static final long CAPABILITIES =
            bits(
                    0, // chown
                    1, // dac_override
                    3, // fowner
                    4, // fsetid
                    5, // kill
                    6, // setgid
                    7, // setuid
                    8, // setpcap
                    10, // net_bind_service
                    13, // net_raw
                    18, // sys_chroot
                    27, // mknod
                    29, // audit_write
                    31); // setfcap

    /** The highest number a capability can have. */
    static final int LAST_CAPABILITY = 63;

    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_CAP_AMBIENT = 47;
    private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    private static final int JOIN_SESSION_KEYRING = 1;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;
    private static final int SET_MODE_FILTER = 1;

    private final StageProgram program;
    private final SandboxSpec spec;
    private final SandboxHost host;

    SandboxIdentity(StageProgram program, SandboxSpec spec, SandboxHost host) {
        this.program = program;
        this.spec = spec;
        this.host = host;
    }

    private static long bits(int... numbers) {
        long bits = 0;
        for (int number : numbers) {
            bits |= 1L << number;
        }
        return bits;
    }

    /** Writes the calls; the filter comes last because it would refuse some of the others. */
    void write(Seccomp.Options filter) {
        program.call(
                        StageCall.KEYCTL,
                        "leaving the keyring",
                        JOIN_SESSION_KEYRING,
                        program.string("cooper"))
                .ignore();
        if (!spec.insecure()) {
            dropBoundingSet();
            program.call(
                            StageCall.PRCTL,
                            "dropping ambient capabilities",
                            PR_CAP_AMBIENT,
                            PR_CAP_AMBIENT_CLEAR_ALL)
                    .ignore();
        }
        becomeUser();
        if (!spec.insecure()) {
            if (spec.user().uid() == 0 || host.singleUser()) {
                reduceCapabilities();
            }
            program.call(StageCall.PRCTL, "forbidding new privileges", PR_SET_NO_NEW_PRIVS, 1);
        }
        Seccomp.program(filter).ifPresent(this::install);
    }

    private void dropBoundingSet() {
        for (int number = 0; number <= LAST_CAPABILITY; number++) {
            if ((CAPABILITIES & 1L << number) == 0) {
                // Kernels refuse numbers that they do not know yet.
                program.call(StageCall.PRCTL, "dropping capabilities", PR_CAPBSET_DROP, number)
                        .ignore();
            }
        }
    }

    private void becomeUser() {
        if (host.singleUser()) {
            return; // there is nobody else to become; see docs/sandbox.md
        }
        SandboxUser user = spec.user();
        List<Integer> groups = user.groups();
        ByteBuffer list = ByteBuffer.allocate(4 * groups.size() + 4).order(ByteOrder.LITTLE_ENDIAN);
        groups.forEach(list::putInt);
        program.call(
                StageCall.SETGROUPS, "setting groups", groups.size(), program.bytes(list.array()));
        long gid = Integer.toUnsignedLong(user.gid());
        program.call(StageCall.SETRESGID, "becoming group " + gid, gid, gid, gid);
        long uid = Integer.toUnsignedLong(user.uid());
        program.call(StageCall.SETRESUID, "becoming user " + uid, uid, uid, uid);
    }

    private void reduceCapabilities() {
        int low = (int) (CAPABILITIES & host.capabilities());
        ByteBuffer sets = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        sets.putInt(low).putInt(low).putInt(0);
        long header = program.words(CAPABILITY_VERSION_3);
        program.call(
                StageCall.CAPSET, "reducing capabilities", header, program.bytes(sets.array()));
    }

    private void install(byte[] filter) {
        long address = program.bytes(filter);
        program.call(
                StageCall.SECCOMP,
                "filtering system calls",
                SET_MODE_FILTER,
                0,
                program.words(filter.length / 8, address));
    }
}
