package dev.takt.own;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptReport;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Plays the first round of a reign while another node owns the pool, so that a real take-over finds its code loaded and its
 * connections open: cold, the first words of a reign come half a second later. It is safe by the rule that guards every
 * owner: the epoch check refuses what it would write, and who has written nothing says nothing.
 */
final class Rehearsal {
    private static final Logger LOG = Logger.getLogger(Rehearsal.class);

    private Rehearsal() {}

    /**
     * Plays it.
     *
     * @param epoch the one that this node would reign in
     * @return false when it had to be broken off; it may be tried again
     */
    static boolean play(OwnerParts parts, String pool, long epoch) {
        try {
            play(unheard(parts), pool, epoch, new EndedCounts());
        } catch (Reign.Replaced asExpected) {
            return true;
        } catch (RuntimeException brokenOff) {
            // The record is out of reach, or its owner, who owns and writes meanwhile, has made a new page of what was
            // read.
            LOG.debugf(brokenOff, "Owning pool '%s' could not be rehearsed now.", pool);
            return false;
        }
        throw new IllegalStateException("The record took what a node wrote that does not own pool '" + pool + "'.");
    }

    private static void play(OwnerParts parts, String pool, long epoch, EndedCounts counts) {
        PoolLoader.Loaded loaded = PoolLoader.load(parts.record(), pool, epoch, counts);
        new Reign(parts, epoch, loaded, counts, new Standing(parts.time())).rehearse();
    }

    private static OwnerParts unheard(OwnerParts parts) {
        return new OwnerParts(
                parts.record(),
                parts.time(),
                parts.self(),
                new Unheard(parts.workers()),
                parts.planner(),
                ended -> {},
                parts.answers(),
                parts.counts());
    }

    /** The workers as they are, but no word reaches them. */
    private record Unheard(Workers workers) implements Workers {
        @Override
        public void start(Reigning reigning, String node, List<Assignment> assignments) {}

        @Override
        public void stop(Reigning reigning, String node, UUID task, long token) {}

        @Override
        public void settled(Reigning reigning, String node, List<AttemptReport> reports) {}

        @Override
        public void takeStock(Reigning reigning, String node, long latestToken) {}

        @Override
        public void begin(Reigning reigning) {}

        @Override
        public void handOver(String pool, String node) {}

        @Override
        public boolean reaches(String node) {
            return workers.reaches(node);
        }

        @Override
        public NodeFacts self() {
            return workers.self();
        }
    }
}
