package dev.cooper.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers of the system calls that {@link Seccomp} knows, by machine. */
final class SeccompTable {
    /** Name, then the number on x86_64, i386, aarch64 and arm; -1 where it does not exist. */
    private static final String REFUSED =
            """
            acct 163 51 89 51
            add_key 248 286 217 309
            bpf 321 357 280 386
            clock_adjtime 305 343 266 372
            clock_adjtime64 -1 405 -1 405
            clock_settime 227 264 112 262
            clock_settime64 -1 404 -1 404
            create_module 174 127 -1 -1
            delete_module 176 129 106 129
            fanotify_init 300 338 262 367
            finit_module 313 350 273 379
            fsconfig 431 431 431 431
            fsmount 432 432 432 432
            fsopen 430 430 430 430
            fspick 433 433 433 433
            get_kernel_syms 177 130 -1 -1
            init_module 175 128 105 128
            io_uring_enter 426 426 426 426
            io_uring_register 427 427 427 427
            io_uring_setup 425 425 425 425
            ioperm 173 101 -1 -1
            iopl 172 110 -1 -1
            kexec_file_load 320 -1 294 401
            kexec_load 246 283 104 347
            keyctl 250 288 219 311
            lookup_dcookie 212 253 18 249
            mount 165 21 40 21
            mount_setattr 442 442 442 442
            move_mount 429 429 429 429
            move_pages 279 317 239 344
            nfsservctl 180 169 42 169
            open_by_handle_at 304 342 265 371
            open_tree 428 428 428 428
            perf_event_open 298 336 241 364
            pivot_root 155 217 41 218
            query_module 178 167 -1 -1
            quotactl 179 131 60 131
            quotactl_fd 443 443 443 443
            reboot 169 88 142 88
            request_key 249 287 218 310
            setns 308 346 268 375
            settimeofday 164 79 170 79
            stime -1 25 -1 -1
            swapoff 168 115 225 115
            swapon 167 87 224 87
            syslog 103 103 116 103
            sysfs 139 135 -1 135
            _sysctl 156 149 -1 149
            umount -1 22 -1 -1
            umount2 166 52 39 52
            uselib 134 86 -1 86
            userfaultfd 323 374 282 388
            ustat 136 62 -1 62
            vhangup 153 111 58 111
            vm86 -1 166 -1 -1
            vm86old -1 113 -1 -1
            """;

    private static final String PRETENDED =
            """
            capset 126 185 91 185
            chown 92 182 -1 182
            chown32 -1 212 -1 212
            fchown 93 95 55 95
            fchown32 -1 207 -1 207
            fchownat 260 298 54 325
            lchown 94 16 -1 16
            lchown32 -1 198 -1 198
            setfsgid 123 139 152 139
            setfsgid32 -1 216 -1 216
            setfsuid 122 138 151 138
            setfsuid32 -1 215 -1 215
            setgid 106 46 144 46
            setgid32 -1 214 -1 214
            setgroups 116 81 159 81
            setgroups32 -1 206 -1 206
            setregid 114 71 143 71
            setregid32 -1 204 -1 204
            setresgid 119 170 149 170
            setresgid32 -1 210 -1 210
            setresuid 117 164 147 164
            setresuid32 -1 208 -1 208
            setreuid 113 70 145 70
            setreuid32 -1 203 -1 203
            setuid 105 23 146 23
            setuid32 -1 213 -1 213
            """;

    private static final String EXAMINED =
            """
            clone 56 120 220 120
            clone3 435 435 435 435
            mknod 133 14 -1 14
            mknodat 259 297 33 324
            personality 135 136 92 136
            socket 41 359 198 281
            unshare 272 310 97 337
            """;

    private SeccompTable() {}

    /**
     * A kind of machine code that this kernel may run.
     *
     * @param audit the kernel's name for it
     * @param column its column in the table
     * @param refused numbers of the calls that are refused
     * @param pretended numbers of the calls that are pretended to succeed
     * @param examined numbers by name of those whose arguments decide
     */
    record Machine(
            int audit,
            int column,
            List<Integer> refused,
            List<Integer> pretended,
            Map<String, Integer> examined) {

        /** Returns the number of a call whose arguments decide; -1 when there is none. */
        int number(String call) {
            return examined.getOrDefault(call, -1);
        }
    }

    /** Returns the machines whose programs this kernel runs, its own first. */
    static List<Machine> machines() {
        return SyscallNumber.ARM
                ? List.of(machine(0xC00000B7, 2), machine(0x40000028, 3))
                : List.of(machine(0xC000003E, 0), machine(0x40000003, 1));
    }

    /** Returns the names of the calls that are refused. */
    static List<String> refusedNames() {
        return names(REFUSED);
    }

    /** Returns the names of the calls that are pretended to succeed. */
    static List<String> pretendedNames() {
        return names(PRETENDED);
    }

    private static List<String> names(String table) {
        return table.lines().map(line -> line.substring(0, line.indexOf(' '))).toList();
    }

    private static Machine machine(int audit, int column) {
        Map<String, Integer> examined = new HashMap<>();
        EXAMINED.lines()
                .map(line -> line.split(" ", -1))
                .forEach(words -> examined.put(words[0], Integer.valueOf(words[1 + column])));
        return new Machine(
                audit, column, numbers(REFUSED, column), numbers(PRETENDED, column), examined);
    }

    private static List<Integer> numbers(String table, int column) {
        List<Integer> numbers = new ArrayList<>();
        table.lines()
                .map(line -> Integer.valueOf(line.split(" ", -1)[1 + column]))
                .filter(number -> number >= 0)
                .forEach(numbers::add);
        return numbers;
    }
}
