package dev.cooper.linux;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An overlay of directories. The kernel takes at most one page of options, so the directories are
 * named relative to a base that a thread of its own enters: with names of 12 bytes there is room
 * for 300 layers (the kernel stops at 500).
 *
 * @param base directory that the other names are relative to
 * @param lowers read-only layers, the topmost FIRST; at least two when there is no upper one
 * @param upper gets the changes; null for a read-only view
 * @param work empty directory on the file system of {@code upper}; null when that is
 * @param target where to mount: absolute
 * @param userXattrs whether the layers' marks are {@code user.overlay.*} instead of {@code
 *     trusted.overlay.*}: the way in user namespaces
 */
public record OverlayMount(
        String base,
        List<String> lowers,
        @Nullable String upper,
        @Nullable String work,
        String target,
        boolean userXattrs) {
    private static final int PAGE = 4096;
    private static final long CLONE_FS = 0x200;
    private static final long READ_ONLY = 1;

    /** Copies the list. */
    public OverlayMount {
        lowers = List.copyOf(lowers);
    }

    void mount() throws IOException {
        List<String> tries = optionStrings();
        if (tries.getLast().length() >= PAGE) {
            throw new IOException(
                    "mounting an overlay of "
                            + lowers.size()
                            + " layers at "
                            + target
                            + ": their names take "
                            + tries.getLast().length()
                            + " bytes, the kernel takes "
                            + (PAGE - 1)
                            + "; squash the image or shorten the path of the store");
        }
        Mounter mounter = new Mounter(this, tries);
        // A platform thread: unshare changes the kernel's thread, which must end with it.
        Thread thread = Thread.ofPlatform().name("overlay-mount").unstarted(mounter);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // a mount takes microseconds: finish it, then tell
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        mounter.check();
    }

    /** The options to try in turn: older kernels do not know all of them. */
    private List<String> optionStrings() {
        StringBuilder names = new StringBuilder("lowerdir=");
        for (int i = 0; i < lowers.size(); i++) {
            if (i > 0) {
                names.append(':');
            }
            escape(lowers.get(i), names);
        }
        if (upper != null && work != null) {
            names.append(",upperdir=");
            escape(upper, names);
            names.append(",workdir=");
            escape(work, names);
        }
        // Every file must stand whole in its own layer: no redirects, no metadata-only copies.
        String plain =
                userXattrs ? ",userxattr" : ",redirect_dir=off,metacopy=off,index=off,xino=off";
        List<String> tries = new ArrayList<>();
        if (upper != null) {
            // Layers under work are thrown away after a crash: no need to wait for the disk.
            tries.add(names + plain + ",volatile");
        }
        tries.add(names + plain);
        return tries;
    }

    /** The kernel splits lists at ':' and options at ','. */
    private static void escape(String name, StringBuilder out) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ':' || c == ',' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
    }

    /** Runs on a thread with a working directory of its own. */
    private static final class Mounter implements Runnable {
        private final OverlayMount overlay;
        private final List<String> tries;
        private @Nullable IOException problem;

        Mounter(OverlayMount overlay, List<String> tries) {
            this.overlay = overlay;
            this.tries = tries;
        }

        @Override
        public void run() {
            try {
                enterBase();
                long result = -Errno.EINVAL;
                for (int i = 0; i < tries.size() && result == -Errno.EINVAL; i++) {
                    result =
                            Mounts.tryMount(
                                    "overlay",
                                    overlay.target(),
                                    "overlay",
                                    overlay.upper() == null ? READ_ONLY : 0,
                                    tries.get(i));
                }
                Syscall.check(result, "mounting an overlay at", overlay.target());
            } catch (IOException e) {
                problem = e;
            }
        }

        private void enterBase() throws ErrnoException {
            try (Scratch scratch = Scratch.take()) {
                Syscall.check(
                        Syscall.call(scratch, SyscallNumber.UNSHARE, CLONE_FS),
                        "separating the working directory",
                        "");
                Syscall.check(
                        Syscall.call(scratch, SyscallNumber.CHDIR, scratch.path(overlay.base())),
                        "entering",
                        overlay.base());
            }
        }

        void check() throws IOException {
            if (problem != null) {
                throw problem;
            }
        }
    }
}
