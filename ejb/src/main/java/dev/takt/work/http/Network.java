package dev.takt.work.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses of one IP version.
 *
 * @param base its first address, in network byte order
 * @param bits how many leading bits all its addresses share
 */
record Network(byte[] base, int bits) {
    Network {
        if (bits < 0 || bits > base.length * 8) {
            throw new IllegalArgumentException("A network of this IP version has a prefix of 0 to " + base.length * 8
                    + " bits, not " + bits + ".");
        }
    }

    /** Reads {@code 10.0.0.0/8}, {@code fc00::/7} or a single address. */
    static Network of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!isLiteral(address)) {
            throw new IllegalArgumentException("'" + text + "' is no network; write for example 10.1.0.0/16.");
        }
        try {
            byte[] base = InetAddress.getByName(address).getAddress();
            return new Network(base, slash < 0 ? base.length * 8 : Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no network; write for example 10.1.0.0/16.", e);
        }
    }

    /** Whether a text is an address, so that it is never looked up as a name. */
    static boolean isLiteral(String text) {
        return text.indexOf(':') >= 0 || text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    boolean contains(byte[] address) {
        if (address.length != base.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xFF : 0xFF00 >> (bits - bit) & 0xFF;
            if (((address[bit / 8] ^ base[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
