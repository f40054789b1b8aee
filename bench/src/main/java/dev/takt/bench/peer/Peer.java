package dev.takt.bench.peer;

import dev.takt.bench.workload.Entrance;
import dev.takt.bench.workload.Ledger;

/** A peer: both ends are in one process. */
interface Peer extends Entrance, Ledger {}
