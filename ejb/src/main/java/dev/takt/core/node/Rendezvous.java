package dev.takt.core.node;

import java.util.Collection;

/**
 * Rendezvous hashing (highest random weight): each key has its own random order of the nodes, and belongs to the first.
 * All who know the same nodes agree without a word, keys spread evenly, and a node that comes or goes moves only the keys
 * that are its own. D. Thaler, C. Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM Transactions on
 * Networking, 1998. Cost: O(nodes) for each key.
 */
public final class Rendezvous {
    private Rendezvous() {}

    /** The first of the nodes for a key; null when there are none. */
    public static String first(String key, Collection<String> nodes) {
        String first = null;
        long best = 0;
        for (String node : nodes) {
            long score = score(key, node);
            if (first == null || score > best || (score == best && node.compareTo(first) < 0)) {
                first = node;
                best = score;
            }
        }
        return first;
    }

    /** A pseudo-random number for a pair, the same everywhere and in every version. */
    public static long score(String key, String node) {
        return mixed(hash(key, 0xcbf29ce484222325L) ^ Long.rotateLeft(hash(node, 0x84222325cbf29ce4L), 31));
    }

    /** FNV-1a over UTF-16 units. */
    private static long hash(String text, long seed) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** The finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, 2014): each bit of the input moves all of the output. */
    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
