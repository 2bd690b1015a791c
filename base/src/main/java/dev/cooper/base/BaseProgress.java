package dev.cooper.base;

/** Hears what the making of a base image is doing. Calls may come from several threads. */
public interface BaseProgress {
    /** Hears nothing. */
    BaseProgress NONE =
            new BaseProgress() {
                @Override
                public void step(String text) {}

                @Override
                public void transferred(long bytes) {}

                @Override
                public void warning(String text) {}

                @Override
                public void output(byte[] text, int offset, int length) {}
            };

    /**
     * A step begins.
     *
     * @param text what is being done now, a short phrase
     */
    void step(String text);

    /**
     * Some bytes of the current step's downloads arrived.
     *
     * @param bytes how many since the last call
     */
    void transferred(long bytes);

    /**
     * Something the user should know, which is no failure.
     *
     * @param text one sentence
     */
    void warning(String text);

    /**
     * The package tools inside the image printed something.
     *
     * @param text holds the bytes printed
     * @param offset where they begin
     * @param length how many they are
     */
    void output(byte[] text, int offset, int length);
}
