/**
 * Several real nodes on one PostgreSQL. Classes share one cluster ({@link dev.takt.server.SharedCluster}), which is whole at the
 * start of each test, whatever the one before did to it; they keep apart by their own keys, labels and queues.
 */
package dev.takt.cluster;
