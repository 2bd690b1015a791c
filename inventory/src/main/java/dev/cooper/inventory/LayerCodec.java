package dev.cooper.inventory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inventory of a layer as bytes, so that no layer is read twice. */
final class LayerCodec {
    /**
     * Another number whenever the form changes; what has an old one is read from the layer again.
     */
    private static final int FORM = 4;

    private static final List<PackageKind> KINDS = List.of(PackageKind.values());
    private static final List<SoftwarePackage.Remark> REMARKS =
            List.of(SoftwarePackage.Remark.values());

    private LayerCodec() {}

    /**
     * @param catalogers the ids of those that have looked
     */
    static byte[] write(LayerInventory layer, List<String> catalogers) {
        PackedWriter out = new PackedWriter().number(FORM).texts(catalogers);
        out.longs(new long[] {layer.size()});
        Distribution distribution = layer.distribution();
        out.text(distribution.id()).text(distribution.version()).text(distribution.codename());
        out.text(distribution.like()).text(distribution.name());
        out.number(layer.packages().size());
        layer.packages().forEach(each -> write(each, out));
        out.longs(layer.owned().hashes()).longs(layer.brought().hashes());
        out.longs(layer.files().hashes());
        out.longs(layer.hidden().hashes()).longs(layer.emptied().hashes());
        out.number(layer.executables().size());
        for (Executable each : layer.executables()) {
            out.text(each.path()).longs(new long[] {each.size()});
        }
        return out.texts(layer.warnings()).bytes();
    }

    private static void write(SoftwarePackage each, PackedWriter out) {
        out.number(KINDS.indexOf(each.kind())).text(each.name()).text(each.version());
        out.text(each.architecture()).number(each.source().isPresent() ? 1 : 0);
        each.source().ifPresent(source -> out.text(source.name()).text(source.version()));
        out.texts(each.licenses()).text(each.maintainer());
        out.text(each.place().path()).texts(each.place().inside()).texts(each.dependencies());
        out.number(each.remarks().size());
        each.remarks().forEach((remark, text) -> out.number(REMARKS.indexOf(remark)).text(text));
    }

    /** Reads what was written; empty when it is damaged, of another form or of other catalogers. */
    static Optional<LayerInventory> read(byte[] bytes, List<String> catalogers) {
        try {
            PackedReader in = new PackedReader(ByteBuffer.wrap(bytes));
            if (in.number() != FORM || !in.texts().equals(catalogers)) {
                return Optional.empty();
            }
            long size = in.longs()[0];
            Distribution distribution =
                    new Distribution(in.text(), in.text(), in.text(), in.text(), in.text());
            List<SoftwarePackage> packages = new ArrayList<>();
            for (int i = in.number(); i > 0; i--) {
                packages.add(readPackage(in));
            }
            return Optional.of(
                    new LayerInventory(
                            size,
                            distribution,
                            packages,
                            PathSet.ofHashes(in.longs()),
                            PathSet.ofHashes(in.longs()),
                            PathSet.ofHashes(in.longs()),
                            PathSet.ofHashes(in.longs()),
                            PathSet.ofHashes(in.longs()),
                            executables(in),
                            in.texts()));
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static List<Executable> executables(PackedReader in) {
        List<Executable> executables = new ArrayList<>();
        for (int i = in.number(); i > 0; i--) {
            executables.add(new Executable(in.text(), in.longs()[0]));
        }
        return executables;
    }

    private static SoftwarePackage readPackage(PackedReader in) {
        PackageKind kind = KINDS.get(in.number());
        String name = in.text();
        String version = in.text();
        String architecture = in.text();
        Optional<SoftwarePackage.Source> source =
                in.number() == 1
                        ? Optional.of(new SoftwarePackage.Source(in.text(), in.text()))
                        : Optional.empty();
        List<String> licenses = in.texts();
        String maintainer = in.text();
        SoftwarePackage.Place place = new SoftwarePackage.Place(in.text(), in.texts());
        List<String> dependencies = in.texts();
        Map<SoftwarePackage.Remark, String> remarks = new EnumMap<>(SoftwarePackage.Remark.class);
        for (int i = in.number(); i > 0; i--) {
            remarks.put(REMARKS.get(in.number()), in.text());
        }
        return new SoftwarePackage(
                kind,
                name,
                version,
                architecture,
                source,
                licenses,
                maintainer,
                place,
                dependencies,
                remarks);
    }
}
