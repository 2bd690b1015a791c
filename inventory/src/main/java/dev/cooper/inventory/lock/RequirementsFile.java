package dev.cooper.inventory.lock;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code requirements.txt} of pip: the lines that pin a version. */
public final class RequirementsFile implements LockFile {
    private static final Pattern PINNED =
            Pattern.compile(
                    "^([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[[^]]*])?\\s*===?\\s*([^\\s;,#*\\\\]+)\\s*(?:[;\\\\#].*|--.*)?$");

    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Locked> found = new ArrayList<>();
        for (String line : new String(content, charset(content)).lines().toList()) {
            Matcher pinned = PINNED.matcher(line.replace("\ufeff", "").strip());
            if (pinned.matches()) {
                found.add(Locked.of(pinned.group(1), pinned.group(2)));
            }
        }
        return found;
    }

    /** What {@code pip freeze} writes into a file on Windows is UTF-16. */
    private static Charset charset(byte[] content) {
        boolean isWide =
                content.length > 1
                        && ((content[0] == (byte) 0xff && content[1] == (byte) 0xfe)
                                || (content[0] == (byte) 0xfe && content[1] == (byte) 0xff));
        return isWide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }
}
