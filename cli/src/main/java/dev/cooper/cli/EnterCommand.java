package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Mounts;
import dev.cooper.linux.Stat;
import dev.cooper.oci.Descriptor;
import dev.cooper.store.LayerSource;
import dev.cooper.store.LocalStore;
import dev.cooper.store.Mounted;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.store.Snapshots;
import dev.cooper.store.StoredImage;
import dev.cooper.store.Work;
import dev.cooper.transfer.RegistriesOnDemand;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code cooper enter}: a shell in the file system of an image, such as the one that {@code
 * --keep-failed} left. Changes are thrown away.
 */
final class EnterCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of("cooper enter IMAGE [-- COMMAND [ARG...]]", "Run a command in an image")
                .operands(1, Integer.MAX_VALUE)
                .details(
                        "Without a command /bin/sh is run. What it changes is thrown away. It"
                                + " runs\n"
                                + "as root of the image with the host's network, processes and\n"
                                + "devices: this is for looking into images you made, not for\n"
                                + "running ones you do not trust.");
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        LocalStore store =
                LocalStore.open(LocalStore.defaultHome(System.getenv()))
                        .reaching(new RegistriesOnDemand(System.getenv()));
        String name = options.operands().getFirst();
        StoredImage image =
                store.find(name).orElseThrow(() -> new IOException("no such image: " + name));
        boolean single = "single".equals(System.getenv("COOPER_NAMESPACE"));
        SnapshotOptions how = SnapshotOptions.DEFAULT.withIgnoreOwnership(single);
        try (Snapshots snapshots = Snapshots.open(store.home(), how);
                Work work = snapshots.prepare();
                Mounted root = snapshots.mount(snapshots.unpack(layers(store, image)), work)) {
            hostFiles(root);
            try {
                return start(options, image, root);
            } finally {
                for (String mounted : List.of("/dev", "/sys", "/proc")) {
                    Mounts.unmount(root.root() + mounted);
                }
            }
        }
    }

    private static List<LayerSource> layers(LocalStore store, StoredImage image) {
        List<LayerSource> layers = new ArrayList<>();
        for (int i = 0; i < image.manifest().layers().size(); i++) {
            Descriptor layer = image.manifest().layers().get(i);
            layers.add(new LayerSource(image.config().diffIds().get(i), () -> store.open(layer)));
        }
        return layers;
    }

    /** Lends the host's /proc, /sys and /dev; they live in this process's mount namespace only. */
    private static void hostFiles(Mounted mounted) throws IOException {
        try (Directory root = mounted.directory()) {
            for (String name : List.of("proc", "sys", "dev")) {
                Stat there = root.statOrNull(name);
                if (there == null) {
                    root.mkdir(name, 0755);
                } else if (there.type() != FileType.DIRECTORY) {
                    throw new IOException("/" + name + " of the image is not a directory");
                }
                Mounts.bind("/" + name, mounted.root() + "/" + name, false, true);
            }
        }
    }

    private static int start(Options options, StoredImage image, Mounted root)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("chroot", root.root()));
        List<String> command = options.operands().subList(1, options.operands().size());
        words.addAll(command.isEmpty() ? List.of("/bin/sh") : command);
        ProcessBuilder process = new ProcessBuilder(words).inheritIO();
        String terminalKind = process.environment().getOrDefault("TERM", "dumb");
        process.environment().clear();
        process.environment().put("TERM", terminalKind);
        process.environment().put("HOME", "/root");
        for (String pair : image.config().config().env()) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                process.environment().put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return process.start().waitFor();
    }
}
