package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.store.Graph;
import dev.cooper.store.Place;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A place whose blobs are watched while they are read. */
public final class Watched implements Place {
    private final Place place;
    private final Watcher watcher;

    /**
     * Watches a place.
     *
     * @param place where the content is
     * @param watcher hears of every blob that is read
     */
    public Watched(Place place, Watcher watcher) {
        this.place = place;
        this.watcher = watcher;
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) throws IOException {
        return place.resolve(reference);
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        return place.has(descriptor);
    }

    @Override
    public List<Reference> origins(Descriptor blob) throws IOException {
        return place.origins(blob);
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        return place.read(descriptor);
    }

    @Override
    public InputStream open(Descriptor descriptor) throws IOException {
        InputStream in = place.open(descriptor);
        return Graph.isParent(descriptor) ? in : new Counted(in, descriptor);
    }

    private final class Counted extends FilterInputStream {
        private final Descriptor blob;
        private long count;

        Counted(InputStream in, Descriptor blob) {
            super(in);
            this.blob = blob;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? -1 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(read);
            return read;
        }

        private void count(int read) {
            if (read < 0) {
                watcher.arrived(blob);
            } else {
                count += read;
                watcher.moved(blob, count);
            }
        }
    }
}
