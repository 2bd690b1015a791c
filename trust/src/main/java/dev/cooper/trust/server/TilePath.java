package dev.cooper.trust.server;

/**
 * The number of a tile and how much of it is wanted, in the form of C2SP's tlog-tiles: {@code
 * x001/x234/067} is the tile 1234067, and {@code .p/7} after it wants the first 7 of it.
 *
 * @param index the number, from 0
 * @param count how many hashes or entries are wanted
 */
record TilePath(long index, int count) {
    private static final int DIGITS = 3;
    private static final int MOST_STEPS = 6;
    private static final String PART = ".p/";

    static TilePath parse(String text) {
        int part = text.indexOf(PART);
        int count = part < 0 ? TileLog.WIDTH : count(text, text.substring(part + PART.length()));
        String[] steps = (part < 0 ? text : text.substring(0, part)).split("/", -1);
        long index = 0;
        for (int i = 0; i < steps.length; i++) {
            boolean isLast = i == steps.length - 1;
            String digits =
                    isLast ? steps[i] : steps[i].startsWith("x") ? steps[i].substring(1) : "";
            if (steps.length > MOST_STEPS || digits.length() != DIGITS || !isNumber(digits)) {
                throw refused(text);
            }
            index = index * 1000 + Integer.parseInt(digits);
        }
        if (steps.length > 1 && index < Math.powExact(1000L, steps.length - 1)) {
            throw refused(text); // each tile has one name only
        }
        return new TilePath(index, count);
    }

    private static int count(String text, String part) {
        if (part.length() > DIGITS || !isNumber(part) || part.startsWith("0")) {
            throw refused(text);
        }
        int count = Integer.parseInt(part);
        if (count >= TileLog.WIDTH) {
            throw refused(text);
        }
        return count;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static RefusedException refused(String text) {
        return new RefusedException(400, "\"" + text + "\" is no number of a tile");
    }
}
