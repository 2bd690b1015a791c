package dev.cooper.scan.secret;

/** How little of a text can be foreseen from how often each of its characters is in it. */
final class Entropy {
    private Entropy() {}

    /** Shannon's entropy in bits a character, of a text with a byte in each. */
    static double of(String text) {
        int[] counts = new int[256];
        for (int i = 0; i < text.length(); i++) {
            counts[text.charAt(i) & 0xff]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / text.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }
}
