package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for a node that takes what it is sent when a test says so. */
@Timeout(30)
class OutboxTest {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private final BlockingQueue<List<byte[]>> sent = new LinkedBlockingQueue<>();
    private final Semaphore taken = new Semaphore(0);
    private volatile Exception trouble;
    private Thread thread;
    private final Outbox outbox = new Outbox(
            work -> {
                thread = new Thread(work);
                return thread;
            },
            this::send);

    private void send(List<byte[]> frame) throws Exception {
        sent.add(frame);
        taken.acquire();
        if (trouble != null) {
            throw trouble;
        }
    }

    @AfterEach
    void close() {
        outbox.close();
        thread.interrupt();
    }

    @Test
    void whatIsOfferedIsSent() throws Exception {
        offer("a");
        assertThat(texts(sent.take())).containsExactly("a");
    }

    @Test
    void whileOneFrameIsOnItsWayTheNextOneFills() throws Exception {
        aFrameIsOnItsWay();
        offer("a");
        offer("b");
        offer("c");
        taken.release();
        assertThat(texts(sent.take())).containsExactly("a", "b", "c");
    }

    @Test
    void messagesKeepTheirOrderFromFrameToFrame() throws Exception {
        List<String> all =
                IntStream.range(0, 1_000).mapToObj(i -> i + " ".repeat(KIB)).toList();
        taken.release(all.size());
        all.forEach(this::offer);
        List<String> arrived = new ArrayList<>();
        while (arrived.size() < all.size()) {
            arrived.addAll(texts(sent.take()));
        }
        assertThat(arrived).isEqualTo(all);
    }

    @Test
    void aFrameGrowsToItsBound() throws Exception {
        aFrameIsOnItsWay();
        offer(Outbox.FRAME_BYTES_MAX / 2);
        offer(Outbox.FRAME_BYTES_MAX / 2);
        offer(100 * KIB);
        offer(100 * KIB);
        offer(100 * KIB);
        taken.release(3);
        assertThat(sizes(sent.take())).containsExactly(Outbox.FRAME_BYTES_MAX / 2, Outbox.FRAME_BYTES_MAX / 2);
        assertThat(sizes(sent.take())).containsExactly(100 * KIB, 100 * KIB);
        assertThat(sizes(sent.take())).containsExactly(100 * KIB);
    }

    @Test
    void aMessageThatIsLargerThanAFrameGoesAlone() throws Exception {
        aFrameIsOnItsWay();
        offer(1);
        offer(Outbox.FRAME_BYTES_MAX + 1);
        offer(2);
        taken.release(3);
        assertThat(sizes(sent.take())).containsExactly(1);
        assertThat(sizes(sent.take())).containsExactly(Outbox.FRAME_BYTES_MAX + 1);
        assertThat(sizes(sent.take())).containsExactly(2);
    }

    @Test
    void aNodeThatTakesNothingIsKeptOnlySoMuch() throws Exception {
        aFrameIsOnItsWay();
        byte[] message = new byte[MIB];
        for (long waiting = 0; waiting < Outbox.WAITING_BYTES_MAX; waiting += MIB) {
            assertThat(outbox.offer(message)).isTrue();
        }
        assertThat(outbox.offer(new byte[1])).isFalse();

        taken.release();
        sent.take();
        assertThat(outbox.offer(message)).as("one has left").isTrue();
        assertThat(outbox.offer(new byte[1])).isFalse();
    }

    @Test
    void anEmptyBoxHasRoomForOneMessageHoweverLarge() throws Exception {
        aFrameIsOnItsWay();
        offer((int) Outbox.WAITING_BYTES_MAX + 1);
        assertThat(outbox.offer(new byte[1])).isFalse();
        taken.release();
        assertThat(sizes(sent.take())).containsExactly((int) Outbox.WAITING_BYTES_MAX + 1);
        offer(1);
    }

    @Test
    void aFrameThatCannotBeSentIsLostAndTheNextOneGoes() throws Exception {
        aFrameIsOnItsWay();
        offer("next");
        trouble = new IllegalStateException("The channel is closed.");
        taken.release();
        assertThat(texts(sent.take())).containsExactly("next");
    }

    @Test
    void aClosedBoxDropsWhatWaitsAndTakesNothing() throws Exception {
        aFrameIsOnItsWay();
        offer("dropped");
        outbox.close();
        assertThat(outbox.offer(new byte[1])).isFalse();
        taken.release();
        thread.join();
        assertThat(sent).isEmpty();
    }

    @Test
    void theThreadOfABoxThatHasNothingToSendEndsWhenItIsClosed() throws Exception {
        await().until(() -> thread.getState() == Thread.State.WAITING);
        outbox.close();
        thread.join();
        assertThat(sent).isEmpty();
    }

    private void aFrameIsOnItsWay() throws InterruptedException {
        offer("first");
        sent.take();
    }

    private void offer(String text) {
        assertThat(outbox.offer(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    private void offer(int bytes) {
        assertThat(outbox.offer(new byte[bytes])).isTrue();
    }

    private static List<String> texts(List<byte[]> frame) {
        return frame.stream()
                .map(message -> new String(message, StandardCharsets.UTF_8))
                .toList();
    }

    private static List<Integer> sizes(List<byte[]> frame) {
        return frame.stream().map(message -> message.length).toList();
    }
}
