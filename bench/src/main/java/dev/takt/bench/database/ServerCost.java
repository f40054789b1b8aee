package dev.takt.bench.database;

/**
 * What a database server has been made to do since it was made.
 *
 * @param transactions that wrote something (each takes a number; those that only read take none)
 * @param logBytes bytes of write-ahead log
 * @param processorMicros of all its processes
 */
public record ServerCost(long transactions, long logBytes, long processorMicros) {
    /** What was done since an earlier look. */
    public ServerCost since(ServerCost earlier) {
        return new ServerCost(
                transactions - earlier.transactions,
                logBytes - earlier.logBytes,
                processorMicros - earlier.processorMicros);
    }
}
