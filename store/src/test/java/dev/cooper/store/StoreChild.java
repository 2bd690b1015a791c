package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A process that uses a store, for tests that kill it or take its disk away. */
final class StoreChild {
    private StoreChild() {}

    /** The command line that starts one. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(StoreChild.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "tag" -> tag(home, arguments[2], Integer.parseInt(arguments[3]));
            case "full" -> fill(home);
            case "readonly" -> readOnly(home);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Writes and tags images, and says so after each. */
    private static void tag(Path home, String prefix, int count) throws IOException {
        Random random = new Random(prefix.hashCode());
        for (int i = 0; i < count; i++) {
            LocalStore store = LocalStore.open(home);
            byte[] layer = new byte[random.nextInt(300_000)];
            random.nextBytes(layer);
            Reference name = Reference.parse(prefix + ":" + i);
            try (Lease lease = store.lease()) {
                store.tag(name, Samples.image(store, layer, Samples.bytes("shared")));
            }
            say("tagged " + name.familiar());
        }
    }

    private static void fill(Path home) throws IOException {
        LocalStore store = LocalStore.open(home);
        Descriptor image = Samples.image(store, "small");
        store.tag(Reference.parse("small"), image);
        byte[] block = new byte[256 << 10];
        Random random = new Random(1);
        try {
            while (true) {
                random.nextBytes(block);
                store.write(MediaTypes.OCI_LAYER, block);
            }
        } catch (IOException e) {
            say("message " + e.getMessage());
        }
        fillRest(home);
        try {
            store.tag(Reference.parse("other"), image);
            say("tagged in spite of it");
        } catch (IOException e) {
            say("message " + e.getMessage());
        }
        Files.delete(home.resolve("rest"));
        say("left " + files(home.resolve("cooper/tmp")));
        say("images " + LocalStore.open(home).images().size());
        verify(store);
        say("freed " + (store.collectGarbage().orElseThrow().bytes() > 0));
        store.tag(Reference.parse("other"), image);
        say("end");
    }

    private static void fillRest(Path home) throws IOException {
        byte[] block = new byte[1024];
        try (OutputStream out = Files.newOutputStream(home.resolve("rest"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            return; // full to the last block
        }
    }

    private static void readOnly(Path home) throws IOException {
        LocalStore store = LocalStore.open(home);
        say("images " + store.images().size());
        verify(store);
        store.lease().close();
        Descriptor image = store.images().getFirst().descriptor();
        List<Attempt> attempts =
                List.of(
                        () -> store.tag(Reference.parse("b"), image),
                        () -> store.untag(Reference.parse("a")),
                        () -> store.write("x/y", Samples.bytes("new")),
                        store::collectGarbage);
        for (Attempt attempt : attempts) {
            try {
                attempt.run();
                say("done in spite of it");
            } catch (IOException e) {
                say("message " + e.getMessage());
            }
        }
        say("end");
    }

    private interface Attempt {
        void run() throws IOException;
    }

    /** Reads every blob of every image. */
    static void verify(LocalStore store) throws IOException {
        Listing listing = store.list();
        if (!listing.problems().isEmpty()) {
            throw new IOException(listing.problems().toString());
        }
        for (StoredImage image : listing.images()) {
            List<Descriptor> blobs = new ArrayList<>(image.manifest().layers());
            blobs.add(image.manifest().config());
            for (Descriptor blob : blobs) {
                try (InputStream in = store.open(blob)) {
                    in.transferTo(new ByteArrayOutputStream());
                }
            }
        }
    }

    static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
