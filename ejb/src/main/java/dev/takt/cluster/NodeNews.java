package dev.takt.cluster;

import java.util.List;

/**
 * What a node tells beside how it is.
 *
 * @param tasks what runs there, by task id; the longest-running ones if there are more than it may tell
 * @param settingsChangedMicros when pools or queues were last changed through this node; 0 when never. Others who see a
 *     new value read the settings again.
 */
record NodeNews(List<RunningTask> tasks, long settingsChangedMicros) {
    NodeNews {
        tasks = List.copyOf(tasks);
    }
}
