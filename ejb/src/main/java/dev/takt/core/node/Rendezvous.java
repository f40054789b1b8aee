package dev.takt.core.node;

import dev.takt.core.Scatter;
import java.util.Collection;

/**
 * Rendezvous hashing (highest random weight): each key has its own random order of the nodes, and belongs to the first.
 * All who know the same nodes agree without a word, keys spread evenly, and a node that comes or goes moves only the keys
 * that are its own. D. Thaler, C. Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM Transactions on
 * Networking, 1998. Cost: O(nodes) for each key.
 */
public final class Rendezvous {
    /** Keeps a node from scattering like a key of the same name. */
    private static final long NODE_SEED = 0x84222325cbf29ce4L;

    private Rendezvous() {}

    /** The first of the nodes for a key; null when there are none. */
    public static String first(String key, Collection<String> nodes) {
        long scattered = Scatter.of(key);
        String first = null;
        long best = 0;
        for (String node : nodes) {
            long score = score(scattered, node);
            if (first == null || score > best || (score == best && node.compareTo(first) < 0)) {
                first = node;
                best = score;
            }
        }
        return first;
    }

    /**
     * A pseudo-random number for a pair, the same everywhere and in every version.
     *
     * @param key the key, {@linkplain Scatter scattered}
     */
    public static long score(long key, String node) {
        return Scatter.mix(key ^ Long.rotateLeft(Scatter.of(node, NODE_SEED), 31));
    }
}
