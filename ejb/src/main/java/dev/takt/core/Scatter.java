package dev.takt.core;

import java.util.UUID;

/**
 * Numbers that look random and are not: the same input gives the same number on every node and in every run. The
 * finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014) over
 * FNV-1a for texts.
 */
public final class Scatter {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Scatter() {}

    /** Each bit of the result depends on each bit of the input. */
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    public static long of(UUID id) {
        return mix(id.getMostSignificantBits() ^ mix(id.getLeastSignificantBits()));
    }

    public static long of(String text) {
        return of(text, FNV_OFFSET);
    }

    /** Another number of the same text for each seed. */
    public static long of(String text, long seed) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** A number from 0 to below {@code bound}. */
    public static int below(int bound, long number) {
        return (int) (((number >>> Integer.SIZE) * bound) >>> Integer.SIZE);
    }
}
