package dev.takt.bench.run;

import java.io.IOException;
import java.util.List;

/**
 * A contestant that runs: where work goes in and where it is counted; the same process, or two.
 *
 * @param entrance where work goes in
 * @param ledger where it is performed and counted
 * @param pid of the process that performs it
 * @param holding stops it from starting tasks
 * @param processes closed in this order
 */
record Running(Control entrance, Control ledger, long pid, Holding holding, List<ContestantProcess> processes)
        implements AutoCloseable {
    /** How a contestant is told to start no more tasks. */
    interface Holding {
        void hold() throws IOException, InterruptedException;
    }

    @Override
    public void close() {
        processes.forEach(ContestantProcess::close);
    }
}
