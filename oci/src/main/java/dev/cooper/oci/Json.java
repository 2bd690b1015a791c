package dev.cooper.oci;

/** JSON. */
public final class Json {
    private Json() {}

    static String excerpt(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }
}
