package dev.cooper.scan.twirp;

import java.util.List;

/**
 * What a client of Trivy's found in one layer.
 *
 * @param blob the message, of which the packages and the rest are read later
 * @param address digest, diff ID and step, as packages name the layer that they came with
 */
@SuppressWarnings("ArrayRecordComponent") // which nobody compares
record TrivyLayer(ProtoReader blob, byte[] address) {
    private static final int DIGEST = 7;
    private static final int DIFF_ID = 8;
    private static final int CREATED_BY = 15;

    static TrivyLayer of(byte[] blob) {
        ProtoReader reader = new ProtoReader(blob);
        return new TrivyLayer(
                reader,
                new ProtoWriter()
                        .text(1, reader.text(DIGEST))
                        .text(2, reader.text(DIFF_ID))
                        .text(3, reader.text(CREATED_BY))
                        .bytes());
    }

    ProtoReader os() {
        return blob.message(2);
    }

    /** Files that describe packages of the system. */
    List<ProtoReader> packageFiles() {
        return blob.messages(3);
    }

    /** Files that describe packages of languages. */
    List<ProtoReader> applications() {
        return blob.messages(4);
    }

    List<String> emptied() {
        return blob.texts(5);
    }

    List<String> hidden() {
        return blob.texts(6);
    }

    List<ProtoReader> misconfigurations() {
        return blob.messages(9);
    }

    List<ProtoReader> secrets() {
        return blob.messages(12);
    }

    List<ProtoReader> licenses() {
        return blob.messages(13);
    }
}
