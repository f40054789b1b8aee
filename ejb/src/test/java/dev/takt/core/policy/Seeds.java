package dev.takt.core.policy;

import java.util.Random;

/** Chance that can be repeated: {@code -Dseed=N} gives the tests other chances; a failure says which it had. */
final class Seeds {
    static final long SEED = Long.getLong("seed", 20_260_301L);

    private Seeds() {}

    static Random random() {
        return new Random(SEED);
    }

    /** For the description of an assertion. */
    static String said() {
        return "-Dseed=" + SEED;
    }
}
