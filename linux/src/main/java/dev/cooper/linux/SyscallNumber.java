package dev.cooper.linux;

/** Numbers of the system calls used here, for the machine this runs on. */
final class SyscallNumber {
    /** True on aarch64; x86_64 is the only other machine. */
    static final boolean ARM = isArm();

    static final int READ = ARM ? 63 : 0;
    static final int WRITE = ARM ? 64 : 1;
    static final int CLOSE = ARM ? 57 : 3;
    static final int LSEEK = ARM ? 62 : 8;
    static final int IOCTL = ARM ? 29 : 16;
    static final int FLOCK = ARM ? 32 : 73;
    static final int FTRUNCATE = ARM ? 46 : 77;
    static final int CHDIR = ARM ? 49 : 80;
    static final int FCHMOD = ARM ? 52 : 91;
    static final int GETUID = ARM ? 174 : 102;
    static final int GETEUID = ARM ? 175 : 107;
    static final int STATFS = ARM ? 43 : 137;
    static final int FSTATFS = ARM ? 44 : 138;
    static final int MOUNT = ARM ? 40 : 165;
    static final int UMOUNT2 = ARM ? 39 : 166;

    static final int LSETXATTR = ARM ? 6 : 189;
    static final int FSETXATTR = ARM ? 7 : 190;
    static final int LGETXATTR = ARM ? 9 : 192;
    static final int FGETXATTR = ARM ? 10 : 193;
    static final int LLISTXATTR = ARM ? 12 : 195;
    static final int FLISTXATTR = ARM ? 13 : 196;
    static final int LREMOVEXATTR = ARM ? 15 : 198;
    static final int FREMOVEXATTR = ARM ? 16 : 199;
    static final int GETDENTS64 = ARM ? 61 : 217;
    static final int OPENAT = ARM ? 56 : 257;
    static final int MKDIRAT = ARM ? 34 : 258;
    static final int MKNODAT = ARM ? 33 : 259;
    static final int FCHOWNAT = ARM ? 54 : 260;
    static final int UNLINKAT = ARM ? 35 : 263;
    static final int LINKAT = ARM ? 37 : 265;
    static final int SYMLINKAT = ARM ? 36 : 266;
    static final int READLINKAT = ARM ? 78 : 267;
    static final int FCHMODAT = ARM ? 53 : 268;
    static final int UNSHARE = ARM ? 97 : 272;
    static final int UTIMENSAT = ARM ? 88 : 280;
    static final int FSYNC = ARM ? 82 : 74;
    static final int SYNCFS = ARM ? 267 : 306;
    static final int RENAMEAT2 = ARM ? 276 : 316;
    static final int COPY_FILE_RANGE = ARM ? 285 : 326;
    static final int STATX = ARM ? 291 : 332;
    static final int OPENAT2 = 437;
    static final int FCHMODAT2 = 452;

    private SyscallNumber() {}

    private static boolean isArm() {
        String machine = System.getProperty("os.arch", "");
        if (machine.equals("aarch64")) {
            return true;
        }
        if (machine.equals("amd64")) {
            return false;
        }
        throw new UnsupportedOperationException(
                "Cooper runs on x86_64 and aarch64, this machine is " + machine);
    }
}
