package dev.takt.own;

import dev.takt.core.task.AttemptReport;
import dev.takt.work.AttemptReports;
import jakarta.enterprise.context.ApplicationScoped;

/** The pools that this node owns, and the way to them. */
@ApplicationScoped
public class Owners implements AttemptReports {
    @Override
    public boolean offer(String pool, AttemptReport report) {
        return false;
    }

    /** The triggers of some job changed: owners read them again. */
    public void triggersChanged() {}

    /** There may be something in the inbox. */
    public void wake() {}
}
