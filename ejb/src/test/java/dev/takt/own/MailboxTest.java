package dev.takt.own;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.TaskSpec;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox();

    private static Request.Submission batch(int tasks) {
        TaskSpec task = aTask().spec();
        return new Request.Submission(Stream.generate(() -> task).limit(tasks).toList(), new CompletableFuture<>());
    }

    @Test
    void aRoundTakesNoMoreThanItCanDo() {
        Stream.generate(() -> batch(1_000)).limit(5).forEach(mailbox::offer);
        assertThat(mailbox.take()).hasSize(2);
        assertThat(mailbox.take()).hasSize(2);
        assertThat(mailbox.take()).hasSize(1);
        assertThat(mailbox.waitingTasks()).isZero();
    }

    @Test
    void whileLittleIsTakenALargeBatchHasItsTurnWhenItsSizeHasComeTogether() {
        mailbox.offer(batch(1_000));
        mailbox.offer(batch(1));
        assertThat(mailbox.take(400)).isEmpty();
        assertThat(mailbox.take(400)).isEmpty();
        assertThat(mailbox.waitingTasks()).isEqualTo(1_001);
        assertThat(mailbox.take(400)).hasSize(2);
        assertThat(mailbox.waitingTasks()).isZero();
    }

    @Test
    void whatIsNoSubmissionNeverWaits() {
        mailbox.offer(batch(1_000));
        mailbox.offerControl(new Request.Cancellation(UUID.randomUUID(), "somebody", new CompletableFuture<>()));
        mailbox.offer(new Request.Stock("node", 1, Set.<AttemptRef>of()));
        assertThat(mailbox.take(10)).hasSize(2);
        assertThat(mailbox.hasMail()).isTrue();
    }

    @Test
    void aFullMailboxRefuses() {
        for (int taken = 0; taken < Mailbox.TASKS_MAX; taken += 1_000) {
            assertThat(mailbox.offer(batch(1_000))).isTrue();
        }
        assertThat(mailbox.offer(batch(1))).isFalse();
        mailbox.take();
        assertThat(mailbox.offer(batch(1))).isTrue();
    }
}
