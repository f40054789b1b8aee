package dev.takt.own;

/** Defects that are made on purpose, to see that the simulation finds them. */
enum Mutation {
    NONE,
    /** An owner's transaction does not look whether its epoch is over. */
    SKIPPED_EPOCH_CHECK,
    /** A report is accepted whatever its token. */
    RESULT_WITHOUT_TOKEN_CHECK,
    /** An owner speaks first; its transaction follows a little later. */
    SPEAKING_BEFORE_PERSISTING,
    /** That a node is gone is not noticed, so that what it ran is not run again. */
    LOST_REQUEUE,
    /** A lease is taken although its owner renews it. */
    DOUBLE_TAKE_OVER,
    /** A worker is told that its report is committed when it is only heard. */
    SETTLED_BEFORE_COMMIT,
    /** Tasks of the inbox are made whether or not they came in directly as well. */
    INBOX_WITHOUT_LOOK_UP,
    /** A worker forgets its report when it has been sent. */
    REPORT_NOT_KEPT,
    /** An owner takes a queue to be without a limit. */
    LIMIT_NOT_READ,
    /** An owner takes nodes to have CPU and memory without end. */
    ROOM_NOT_READ,
    /** What a slice leaves for the next is not written. */
    CHECKPOINT_NOT_KEPT,
    /** Who cancels or hastens a task is not written. */
    AUDIT_NOT_WRITTEN,
    /** A trigger fires whatever has become of it since it was read. */
    TRIGGER_MOVED_BLINDLY,
    /** A worker begins what waits though nobody may have heard of its node for long. */
    BEGINS_UNHEARD,
    /** A worker keeps what waited when its node was taken for gone. */
    WAITING_NOT_FORGOTTEN
}
