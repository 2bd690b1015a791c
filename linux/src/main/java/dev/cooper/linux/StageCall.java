package dev.cooper.linux;

/** The system calls that a stage makes, with their numbers on x86_64 and aarch64. */
enum StageCall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    RT_SIGACTION(13, 134),
    RT_SIGPROCMASK(14, 135),
    IOCTL(16, 29),
    SOCKET(41, 198),
    CLONE(56, 220),
    EXECVE(59, 221),
    WAIT4(61, 260),
    FCNTL(72, 25),
    CHDIR(80, 49),
    UMASK(95, 166),
    SETSID(112, 157),
    SETGROUPS(116, 159),
    SETRESUID(117, 147),
    SETRESGID(119, 149),
    CAPSET(126, 91),
    PIVOT_ROOT(155, 41),
    PRCTL(157, 167),
    CHROOT(161, 51),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    SETHOSTNAME(170, 161),
    KEYCTL(250, 219),
    EXIT_GROUP(231, 94),
    OPENAT(257, 56),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    FCHOWNAT(260, 54),
    SYMLINKAT(266, 36),
    FCHMODAT(268, 53),
    PPOLL(271, 73),
    DUP3(292, 24),
    PRLIMIT64(302, 261),
    SECCOMP(317, 277),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    CLOSE_RANGE(436, 436),
    OPENAT2(437, 437),
    MOUNT_SETATTR(442, 442);

    private final int x86;
    private final int arm;

    StageCall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    int number() {
        return SyscallNumber.ARM ? arm : x86;
    }
}
