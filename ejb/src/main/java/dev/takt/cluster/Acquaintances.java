package dev.takt.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is who in the group: the members of the present view, and the nodes that have been heard at their addresses. Who is
 * not a member is not taken in, so that a message that comes late does not bring a lost node back. A node that is heard before
 * the view that has it is taken in with the next message: each introduces itself after each view, and is asked to when
 * it has not.
 *
 * @param <A> the group's addresses
 */
final class Acquaintances<A> {
    private final Map<String, A> addresses = new ConcurrentHashMap<>();
    private final Map<A, String> ids = new ConcurrentHashMap<>();
    private volatile Set<A> members = Set.of();

    /** What a message's sender turns out to be. */
    sealed interface Met {
        /** The same as before. */
        record Known() implements Met {}

        /**
         * A node that had not been heard at this address.
         *
         * @param lost the node that was there before, and is nowhere now; null when none
         */
        record New(String lost) implements Met {}

        /** Somebody outside the view: lost already, or not seen to come yet. */
        record Outsider() implements Met {}
    }

    private static final Met KNOWN = new Met.Known();
    private static final Met OUTSIDER = new Met.Outsider();

    /** The others in the present view. */
    Set<A> members() {
        return members;
    }

    /** Where a node is; null when it is not in the present view, or has not been heard. */
    A address(String node) {
        return addresses.get(node);
    }

    /** Whether somebody has been heard at an address. */
    boolean isKnown(A member) {
        return ids.containsKey(member);
    }

    /** Takes a new view; the nodes that are lost by it. */
    synchronized List<String> see(Set<A> now) {
        List<String> lost = new ArrayList<>();
        for (A gone : members) {
            String id = now.contains(gone) ? null : ids.remove(gone);
            if (id != null) {
                addresses.remove(id, gone);
                lost.add(id);
            }
        }
        members = Set.copyOf(now);
        return lost;
    }

    /** A message came; after a deployment there is a new node at an old address. */
    Met meet(A address, String sender) {
        // What nearly every message meets with needs no lock.
        return sender.equals(ids.get(address)) ? KNOWN : takeIn(address, sender);
    }

    private synchronized Met takeIn(A address, String sender) {
        if (!members.contains(address)) {
            return OUTSIDER;
        }
        String before = ids.put(address, sender);
        if (sender.equals(before)) {
            return KNOWN;
        }
        addresses.put(sender, address);
        return new Met.New(before != null && addresses.remove(before, address) ? before : null);
    }
}
