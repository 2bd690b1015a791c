package dev.cooper.dockerfile;

/** One thing that COPY or ADD copies. */
public sealed interface CopySource {

    /** A path or pattern in the build context or stage; for ADD also a URL. */
    record Path(String path) implements CopySource {}

    /**
     * A file written in the Dockerfile itself.
     *
     * @param name the name of the file that is made
     * @param content its content; not yet expanded in the tree
     * @param expand true when variables in the content are to be expanded
     */
    record Inline(String name, String content, boolean expand) implements CopySource {}
}
