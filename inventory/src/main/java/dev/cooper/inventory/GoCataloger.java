package dev.cooper.inventory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Modules that a Go program was built from, the standard library among them, as the linker has
 * written them into it (Go's debug/buildinfo; programs of Go 1.18 and newer).
 */
final class GoCataloger implements Cataloger {
    private static final long LARGEST = 1L << 30;
    private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
    private static final int INLINE = 2;
    private static final int HEADER = 32;

    /** {@code -X main.version=1.2.3} of the linker's flags, with any quotes around it. */
    private static final Pattern VARIABLE =
            Pattern.compile(
                    "-X[ =][\\\\\"']*([\\w./~-]+)\\.(?:[vV]ersion|GitDescribe)="
                            + "v?(\\d+\\.\\d+\\.\\d+[\\w.+-]*)");

    /** Before and after the list of modules there are as many bytes that say so. */
    private static final int SENTINEL = 16;

    /** The line of the program itself; its path comes before it. */
    private static final int OWN = 1;

    @Override
    public String id() {
        return "go-2";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.isExecutable() && file.size() <= LARGEST && file.size() > 100_000;
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        if (!ElfFile.isElf(file.bytes())) {
            return;
        }
        Optional<ByteBuffer> section = ElfFile.of(file.bytes()).section(".go.buildinfo");
        if (section.isEmpty() || !isBuildInfo(section.get())) {
            return;
        }
        ByteBuffer in = section.get().position(HEADER);
        SoftwarePackage.Place place = SoftwarePackage.Place.of(file.path());
        String go = text(in);
        if (go.startsWith("go")) {
            String version = go.substring(2).split(" ", 2)[0];
            findings.add(SoftwarePackage.of(PackageKind.GOLANG, "stdlib", version, place));
        }
        String modules = text(in);
        if (modules.length() > 2 * SENTINEL) {
            add(modules.substring(SENTINEL, modules.length() - SENTINEL), place, findings);
        }
    }

    private static boolean isBuildInfo(ByteBuffer section) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (section.limit() < HEADER || section.get(i) != MAGIC[i]) {
                return false;
            }
        }
        return (section.get(MAGIC.length + 1) & INLINE) != 0;
    }

    /** A text after its length, seven bits of it in each byte. */
    private static String text(ByteBuffer in) throws DamagedFileException {
        long length = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (!in.hasRemaining()) {
                return "";
            }
            byte next = in.get();
            length |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        if (length > in.remaining()) {
            throw new DamagedFileException("its build information is cut off");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Reads lines of {@code mod}, {@code dep} and, for what took a module's place, {@code =>}. */
    private static void add(String text, SoftwarePackage.Place place, Findings findings)
            throws DamagedFileException {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String[] fields = lines[i].split("\t", -1);
            if (fields.length < 3 || !(fields[0].equals("dep") || fields[0].equals("mod"))) {
                continue;
            }
            String[] next = i + 1 < lines.length ? lines[i + 1].split("\t", -1) : new String[0];
            String[] used = next.length >= 3 && next[0].equals("=>") ? next : fields;
            // The program itself has often no version: its makers built it from a work tree.
            boolean isNone = used[2].isEmpty() || used[2].equals("(devel)");
            String version = isNone && i == OWN ? given(text, fields[1]) : used[2];
            if (!version.isEmpty() && !version.equals("(devel)")) {
                findings.add(SoftwarePackage.of(PackageKind.GOLANG, used[1], version, place));
            }
        }
    }

    /** The version that makers have told the linker to write into a variable of theirs. */
    private static String given(String text, String module) {
        Matcher variables = VARIABLE.matcher(text);
        while (variables.find()) {
            String owner = variables.group(1);
            if (owner.equals("main") || (owner + "/").startsWith(module + "/")) {
                return "v" + variables.group(2);
            }
        }
        return "";
    }
}
