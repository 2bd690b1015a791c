package dev.cooper.linux;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs steps for tests in a JVM of its own, which may have another user and other rights. */
public final class SandboxServer {
    private SandboxServer() {}

    /** Reads steps from the standard input and writes their results to the standard output. */
    public static void main(String[] args) throws Exception {
        Sandbox sandbox = Sandboxes.open(Optional.of(Isolation.parse(args[0])));
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        while (true) {
            SandboxSpec spec;
            try {
                spec = read(in);
            } catch (EOFException e) {
                return;
            }
            ByteArrayOutputStream stdout = new ByteArrayOutputStream();
            ByteArrayOutputStream stderr = new ByteArrayOutputStream();
            int exit;
            String trouble = "";
            try {
                exit = sandbox.run(spec, stdout, stderr);
            } catch (IOException e) {
                exit = -1;
                trouble = e.toString();
            }
            out.writeInt(exit);
            out.writeUTF(trouble);
            write(out, stdout.toByteArray());
            write(out, stderr.toByteArray());
            out.flush();
        }
    }

    static void write(DataOutputStream out, SandboxSpec spec) throws IOException {
        out.writeUTF(spec.rootfs());
        write(out, spec.argv());
        write(out, spec.env());
        out.writeUTF(spec.cwd());
        out.writeUTF(spec.hostname());
        out.writeInt(spec.user().uid());
        out.writeInt(spec.user().gid());
        out.writeInt(spec.user().groups().size());
        for (int group : spec.user().groups()) {
            out.writeInt(group);
        }
        out.writeUTF(spec.user().home());
        out.writeInt(spec.mounts().size());
        for (SandboxMount mount : spec.mounts()) {
            out.writeUTF(mount.target());
            switch (mount) {
                case SandboxMount.Bind bind -> {
                    out.writeByte('b');
                    out.writeUTF(bind.root());
                    out.writeUTF(bind.source());
                    out.writeBoolean(bind.readOnly());
                }
                case SandboxMount.Tmpfs tmpfs -> {
                    out.writeByte('t');
                    out.writeLong(tmpfs.sizeBytes());
                    out.writeInt(tmpfs.mode());
                }
                case SandboxMount.File file -> {
                    out.writeByte('f');
                    write(out, file.content());
                    out.writeInt(file.mode());
                }
            }
        }
        out.writeInt(spec.network().ordinal());
        write(out, spec.extraHosts());
        out.writeLong(spec.shmBytes());
        out.writeInt(spec.ulimits().size());
        for (Ulimit limit : spec.ulimits()) {
            out.writeUTF(limit.name());
            out.writeLong(limit.soft());
            out.writeLong(limit.hard());
        }
        out.flush();
    }

    private static SandboxSpec read(DataInputStream in) throws IOException {
        SandboxSpec spec = SandboxSpec.of(in.readUTF(), strings(in)).withEnv(strings(in));
        spec = spec.withCwd(in.readUTF()).withHostname(in.readUTF());
        int uid = in.readInt();
        int gid = in.readInt();
        List<Integer> groups = new ArrayList<>();
        int groupCount = in.readInt();
        for (int i = 0; i < groupCount; i++) {
            groups.add(in.readInt());
        }
        spec = spec.withUser(new SandboxUser(uid, gid, groups, in.readUTF()));
        List<SandboxMount> mounts = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String target = in.readUTF();
            mounts.add(
                    switch (in.readByte()) {
                        case 'b' ->
                                new SandboxMount.Bind(
                                        in.readUTF(), in.readUTF(), target, in.readBoolean());
                        case 't' -> new SandboxMount.Tmpfs(target, in.readLong(), in.readInt());
                        default -> new SandboxMount.File(bytes(in), target, in.readInt(), 0, 0);
                    });
        }
        spec = spec.withMounts(mounts).withNetwork(SandboxNetwork.values()[in.readInt()]);
        spec = spec.withExtraHosts(strings(in)).withShmBytes(in.readLong());
        List<Ulimit> limits = new ArrayList<>();
        int limitCount = in.readInt();
        for (int i = 0; i < limitCount; i++) {
            limits.add(new Ulimit(in.readUTF(), in.readLong(), in.readLong()));
        }
        return spec.withUlimits(limits);
    }

    private static void write(DataOutputStream out, List<String> strings) throws IOException {
        out.writeInt(strings.size());
        for (String string : strings) {
            out.writeUTF(string);
        }
    }

    private static List<String> strings(DataInputStream in) throws IOException {
        List<String> strings = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            strings.add(in.readUTF());
        }
        return strings;
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
