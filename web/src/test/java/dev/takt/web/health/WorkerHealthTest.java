package dev.takt.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerHealthTest {
    @Test
    void theSentenceSaysHowManyThreadsAreHeldAndWhatToDo() {
        assertThat(WorkerHealth.sentence(64, 0)).isEqualTo("All 64 slots are fit.");
        assertThat(WorkerHealth.sentence(63, 1)).startsWith("1 thread is held").contains("restart the node");
        assertThat(WorkerHealth.sentence(1, 2)).startsWith("2 threads are held").contains("1 slots are usable");
    }
}
