package dev.cooper.dockerfile;

/**
 * What a build check has to say. Names and texts are those of docker's build checks, so that tools
 * that read them understand these.
 *
 * @param ruleName such as {@code StageNameCasing}
 * @param description what the rule asks for
 * @param url the page that explains the rule; empty when there is none
 * @param detail what was found
 * @param range where it was found
 */
public record Warning(
        String ruleName, String description, String url, String detail, SourceRange range) {}
