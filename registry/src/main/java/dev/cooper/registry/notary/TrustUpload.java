package dev.cooper.registry.notary;

import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.trust.notary.Roles;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The files of an update, as a form with one part for each. */
final class TrustUpload {
    private static final int MOST_FILES = 1000;
    private static final int LONGEST_BOUNDARY = 70;

    private TrustUpload() {}

    /**
     * Reads a form.
     *
     * @param type the content type
     * @return the files by their roles, possibly none
     * @throws ApiException when it is no form, or a part of it is no file of a role
     */
    static Map<String, byte[]> parse(String type, byte[] body) {
        String boundary = "--" + boundary(type);
        // every byte is one character, so that the content is not changed
        String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        Map<String, byte[]> files = new TreeMap<>();
        String separator = "\r\n" + boundary;
        int at = text.indexOf(separator);
        while (true) {
            if (at < 0) {
                throw malformed("it does not end with its boundary");
            }
            int start = at + separator.length();
            if (text.startsWith("--", start)) {
                return files;
            }
            int head = text.indexOf("\r\n", start);
            int content = head < 0 ? -1 : text.indexOf("\r\n\r\n", head);
            int end = content < 0 ? -1 : text.indexOf(separator, content + 2);
            if (end < content + 4) {
                throw malformed("a part of it has no end");
            }
            String role = role(text.substring(head, content));
            byte[] file = text.substring(content + 4, end).getBytes(StandardCharsets.ISO_8859_1);
            if (files.put(role, file) != null || files.size() > MOST_FILES) {
                throw malformed("it has " + role + " twice, or too many files");
            }
            at = end;
        }
    }

    private static String boundary(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        String found = lower.startsWith("multipart/form-data") ? parameter(type, "boundary") : null;
        if (found == null || found.isEmpty() || found.length() > LONGEST_BOUNDARY) {
            throw malformed("want multipart/form-data with a boundary");
        }
        return found;
    }

    private static String role(String headers) {
        for (String line : headers.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                String name = parameter(line, "filename");
                if (name != null) {
                    return role(name, ".json");
                }
            }
        }
        throw malformed("a part of it has no filename");
    }

    private static String role(String name, String ending) {
        String role =
                name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
        if (!Roles.BASE.contains(role) && !Roles.isDelegation(role)) {
            throw new ApiException(ErrorCode.INVALID_ROLE, "a file of it is of no role");
        }
        return role;
    }

    private static @Nullable String parameter(String header, String name) {
        for (String word : header.split(";", -1)) {
            String clean = word.strip();
            if (clean.toLowerCase(Locale.ROOT).startsWith(name + "=")) {
                String value = clean.substring(name.length() + 1);
                boolean quoted =
                        value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return null;
    }

    private static ApiException malformed(String why) {
        return new ApiException(
                ErrorCode.MALFORMED_UPLOAD, "the update cannot be read as a form: " + why);
    }
}
