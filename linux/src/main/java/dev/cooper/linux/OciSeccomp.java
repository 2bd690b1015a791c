package dev.cooper.linux;

import static dev.cooper.linux.OciConfig.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The filter of {@link Seccomp} in the words of the OCI runtime specification. */
final class OciSeccomp {
    private static final long NAMESPACES = 0x7E020000L;
    private static final List<Long> PERSONALITIES =
            List.of(0L, 8L, 0x20000L, 0x20008L, 0xffffffffL);

    private OciSeccomp() {}

    static Map<String, Object> document(boolean restrict, boolean pretendRoot) {
        List<Map<String, Object>> rules = new ArrayList<>();
        if (pretendRoot) {
            rules.add(rule(SeccompTable.pretendedNames(), 0, List.of()));
            for (long type : new long[] {0020000, 0060000}) {
                rules.add(rule(List.of("mknod"), 0, List.of(masked(1, 0170000, type))));
                rules.add(rule(List.of("mknodat"), 0, List.of(masked(2, 0170000, type))));
            }
        }
        if (restrict) {
            rules.add(rule(SeccompTable.refusedNames(), Errno.EPERM, List.of()));
            rules.add(rule(List.of("clone3"), Errno.ENOSYS, List.of()));
            rules.add(rule(List.of("socket"), Errno.EPERM, List.of(equal(0, 40))));
            for (int bit = 0; bit < Long.SIZE; bit++) {
                long flag = 1L << bit;
                if ((NAMESPACES & flag) != 0) {
                    List<String> calls = List.of("clone", "unshare");
                    rules.add(rule(calls, Errno.EPERM, List.of(masked(0, flag, flag))));
                }
            }
            rules.add(
                    rule(
                            List.of("personality"),
                            Errno.EPERM,
                            PERSONALITIES.stream().map(OciSeccomp::different).toList()));
        }
        List<String> machines =
                SyscallNumber.ARM
                        ? List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM")
                        : List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");
        return map("defaultAction", "SCMP_ACT_ALLOW", "architectures", machines, "syscalls", rules);
    }

    private static Map<String, Object> rule(
            List<String> names, int errno, List<Map<String, Object>> arguments) {
        return map(
                "names", names, "action", "SCMP_ACT_ERRNO", "errnoRet", errno, "args", arguments);
    }

    private static Map<String, Object> masked(int index, long mask, long value) {
        return map("index", index, "value", mask, "valueTwo", value, "op", "SCMP_CMP_MASKED_EQ");
    }

    private static Map<String, Object> equal(int index, long value) {
        return map("index", index, "value", value, "op", "SCMP_CMP_EQ");
    }

    private static Map<String, Object> different(long value) {
        return map("index", 0, "value", value, "op", "SCMP_CMP_NE");
    }
}
