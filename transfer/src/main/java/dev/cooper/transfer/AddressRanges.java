package dev.cooper.transfer;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Lists of hosts and ranges of addresses, such as {@code 10.0.0.0/8}. */
final class AddressRanges {
    private AddressRanges() {}

    /**
     * Tells whether a list has a host.
     *
     * @param host with or without a port
     */
    static boolean contain(List<String> entries, String host) {
        for (String entry : entries) {
            if (entry.equals(host) || entry.equals(HostSettings.withoutPort(host))) {
                return true;
            }
            int slash = entry.indexOf('/');
            if (slash > 0 && inRange(entry, slash, HostSettings.withoutPort(host))) {
                return true;
            }
        }
        return false;
    }

    private static boolean inRange(String range, int slash, String host) {
        try {
            byte[] base = InetAddress.getAllByName(range.substring(0, slash))[0].getAddress();
            int bits = Integer.parseInt(range.substring(slash + 1));
            for (InetAddress address : InetAddress.getAllByName(host)) {
                byte[] raw = address.getAddress();
                int shift = raw.length * 8 - bits;
                if (raw.length == base.length
                        && shift >= 0
                        && new BigInteger(1, raw)
                                .shiftRight(shift)
                                .equals(new BigInteger(1, base).shiftRight(shift))) {
                    return true;
                }
            }
        } catch (UnknownHostException | NumberFormatException e) {
            return false; // no such host: connecting to it will say so
        }
        return false;
    }
}
