package dev.cooper.dockerfile;

/**
 * A here-document of RUN, COPY or ADD.
 *
 * @param name the word behind {@code <<} without quotes
 * @param fileDescriptor the number before {@code <<}; 0 when none is given
 * @param expand false when the word was quoted: the body is taken literally
 * @param chomp true for {@code <<-}: leading tabs are not part of the body
 * @param content the body as written, with its line ends and leading tabs
 */
public record Heredoc(
        String name, int fileDescriptor, boolean expand, boolean chomp, String content) {

    /** The body without the leading tabs that {@code <<-} takes away. */
    public String body() {
        return chomp ? withoutLeadingTabs(content) : content;
    }

    private static String withoutLeadingTabs(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean lineStart = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (lineStart && c == '\t') {
                continue;
            }
            lineStart = c == '\n';
            out.append(c);
        }
        return out.toString();
    }
}
