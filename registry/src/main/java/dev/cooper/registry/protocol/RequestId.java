package dev.cooper.registry.protocol;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Names of requests. */
public final class RequestId {
    private static final int LONGEST = 128;

    private RequestId() {}

    /** The name that the client, or a proxy before us, has given; else a new one. */
    public static String of(Optional<String> sent) {
        if (sent.isPresent() && isName(sent.get())) {
            return sent.get();
        }
        // Not a secret, so that the plain generator will do.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(0xc0L << 56)) | (0x80L << 56);
        return new UUID(high, low).toString();
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean good =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-_.:/+=@".indexOf(c) >= 0;
            if (!good) {
                return false;
            }
        }
        return true;
    }
}
