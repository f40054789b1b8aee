package dev.takt.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down who guesses passwords or tokens: after some failures each further one doubles the wait until the next try
 * is looked at, for the user's name and for the source's address, whichever is longer.
 *
 * <p>Counted in the memory of one node; a cluster multiplies a guesser's chances by its nodes, which does not matter
 * against waits that double. A wait for a name is short, so that nobody can lock somebody else out for long; who proves
 * the right password by a remembered check is never held up (see {@link Credentials}).
 */
@ApplicationScoped
public class LoginThrottle {
    /** Mistypings that cost nothing. */
    static final int FREE_FOR_USER = 4;

    static final int FREE_FOR_SOURCE = 20;
    static final Duration WAIT_MAX_FOR_USER = Duration.ofMinutes(1);
    static final Duration WAIT_MAX_FOR_SOURCE = Duration.ofMinutes(10);

    /** After this time without a failure all is forgotten. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    /** So many names and addresses are remembered (some 100 bytes each); beyond, the oldest are forgotten. */
    private static final int REMEMBERED_MAX = 50_000;

    private static final class Failures {
        private int count;
        private long lastNanos;
        private long openNanos;
    }

    private final LongSupplier nanoTime;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    public LoginThrottle() {
        this(System::nanoTime);
    }

    /** For tests that move the time. */
    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * How long to wait before the next try may be looked at.
     *
     * @param user null when a token was offered
     * @return zero when it may be looked at now
     */
    public synchronized Duration waitFor(String user, String source) {
        long now = nanoTime.getAsLong();
        long wait = remaining(sourceKey(source), now);
        if (user != null) {
            wait = Math.max(wait, remaining(userKey(user), now));
        }
        return Duration.ofNanos(wait);
    }

    /** Counts a failure. */
    public synchronized void failed(String user, String source) {
        long now = nanoTime.getAsLong();
        count(sourceKey(source), FREE_FOR_SOURCE, WAIT_MAX_FOR_SOURCE, now);
        if (user != null) {
            count(userKey(user), FREE_FOR_USER, WAIT_MAX_FOR_USER, now);
        }
    }

    /** Forgets the failures of a name after the right password. Those of the address stay: it may guess for many. */
    public synchronized void succeeded(String user) {
        failures.remove(userKey(user));
    }

    private long remaining(String key, long now) {
        Failures known = failures.get(key);
        return known == null ? 0 : Math.max(0, known.openNanos - now);
    }

    private void count(String key, int free, Duration waitMax, long now) {
        forget(now);
        Failures known = failures.remove(key);
        if (known == null || now - known.lastNanos > MEMORY.toNanos()) {
            known = new Failures();
        }
        known.count++;
        known.lastNanos = now;
        known.openNanos = now + waitAfter(known.count - free, waitMax).toNanos();
        // Removed and put again, so that the map's order is that of the latest failure.
        failures.put(key, known);
    }

    /** 1 s after the first failure that counts, then twice as long each time. */
    private static Duration waitAfter(int counted, Duration waitMax) {
        if (counted <= 0) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(counted - 1, 20));
        return wait.compareTo(waitMax) < 0 ? wait : waitMax;
    }

    private void forget(long now) {
        Iterator<Failures> oldestFirst = failures.values().iterator();
        while (oldestFirst.hasNext()) {
            Failures oldest = oldestFirst.next();
            if (failures.size() < REMEMBERED_MAX && now - oldest.lastNanos <= MEMORY.toNanos()) {
                return;
            }
            oldestFirst.remove();
        }
    }

    private static String userKey(String user) {
        return "user " + user;
    }

    private static String sourceKey(String source) {
        return "source " + source;
    }
}
