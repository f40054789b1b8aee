package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaskState;
import dev.takt.cluster.Nodes.NodeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveMapTest {
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00.123456Z");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** What goes over the wire, as both nodes see it. */
    private final ConcurrentMap<String, byte[]> cache = new ConcurrentHashMap<>();

    private final Map<String, byte[]> batch = new TreeMap<>();

    private final LiveMap<NodeView> one = new LiveMap<>(NodeView.class);
    private final LiveMap<NodeView> other = new LiveMap<>(NodeView.class);

    private static NodeView node(String id, int running) {
        return new NodeView(
                id,
                "server-" + id,
                "127.0.0.1",
                "ACTIVE",
                Map.of("zone", "a"),
                64,
                running,
                0,
                0.5,
                1,
                2,
                Set.of("noop"),
                0,
                NOON,
                NOON);
    }

    private void exchange(LiveMap<NodeView> map, long nanos) {
        batch.clear();
        map.exchange(
                cache,
                changed -> {
                    batch.putAll(changed);
                    cache.putAll(changed);
                },
                nanos);
    }

    @Test
    void whatWasLostOnTheWayIsSentAgainThoughTheOwnCopyOfTheCacheHasIt() {
        one.show(Map.of("a", node("a", 1)));
        exchange(one, 0);
        assertThat(batch).containsOnlyKeys("a");
        exchange(one, SECOND);
        assertThat(batch).isEmpty();
        one.showAgain();
        exchange(one, 2 * SECOND);
        assertThat(batch).containsOnlyKeys("a");
        exchange(one, 3 * SECOND);
        assertThat(batch).isEmpty();
    }

    @Test
    void whatIsNewSinceATimeIsSeen() {
        one.show(Map.of("a", node("a", 1)));
        exchange(one, 0);
        exchange(other, SECOND);
        exchange(other, 3 * SECOND);
        assertThat(other.isUnchangedSince("a", 2 * SECOND)).isTrue();
        one.show(Map.of("a", node("a", 2)));
        exchange(one, 4 * SECOND);
        exchange(other, 5 * SECOND);
        assertThat(other.isUnchangedSince("a", 2 * SECOND)).isFalse();
        assertThat(other.isUnchangedSince("b", 2 * SECOND)).isFalse();
    }

    @Test
    void whatOneNodeShowsTheOtherSees() {
        one.show(Map.of("a", node("a", 3)));
        exchange(one, 0);
        exchange(other, 0);
        assertThat(other.all()).isEqualTo(Map.of("a", node("a", 3)));
    }

    @Test
    void onlyWhatChangedIsWritten() {
        one.show(Map.of("a", node("a", 3), "b", node("b", 0)));
        exchange(one, 0);
        assertThat(batch).containsOnlyKeys("a", "b");

        one.show(Map.of("a", node("a", 4), "b", node("b", 0)));
        exchange(one, 0);
        assertThat(batch).containsOnlyKeys("a");
    }

    @Test
    void whatWasLostInAMergeIsThereAgainAfterTheNextExchange() {
        one.show(Map.of("a", node("a", 3)));
        exchange(one, 0);
        cache.clear();
        exchange(one, 0);
        exchange(other, 0);
        assertThat(other.all()).containsOnlyKeys("a");
    }

    @Test
    void aValueThatDoesNotChangeBecomesOldForOthersButNotForItsWriter() {
        one.show(Map.of("a", node("a", 3)));
        exchange(one, 0);
        exchange(other, 0);
        exchange(other, 7 * SECOND);
        exchange(one, 7 * SECOND);
        assertThat(other.unchangedFor(6 * SECOND, 7 * SECOND)).containsExactly("a");
        assertThat(one.unchangedFor(6 * SECOND, 7 * SECOND)).isEmpty();

        one.show(Map.of("a", node("a", 4)));
        exchange(one, 8 * SECOND);
        exchange(other, 8 * SECOND);
        assertThat(other.unchangedFor(6 * SECOND, 9 * SECOND)).isEmpty();
    }

    @Test
    void aReaderThatWasFrozenTakesNobodyForGone() {
        one.show(Map.of("a", node("a", 3)));
        exchange(one, 0);
        exchange(other, 0);
        other.lookAnew();
        exchange(other, 60 * SECOND);
        assertThat(other.unchangedFor(6 * SECOND, 60 * SECOND)).isEmpty();
    }

    @Test
    void whatThisNodeShowsIsSeenHereAtOnceAndWhenTheCachesFail() {
        one.show(Map.of("a", node("a", 3)));
        assertThat(one.all()).containsOnlyKeys("a");

        other.show(Map.of("b", node("b", 1)));
        exchange(one, 0);
        exchange(other, 0);
        assertThat(other.all()).containsOnlyKeys("a", "b");
        other.forgetOthers();
        assertThat(other.all()).containsOnlyKeys("b");
    }

    @Test
    void aValueOfAnotherVersionOrADamagedOneIsPassedOver() {
        byte[] later = new LiveFormat<>(NodeView.class).write(node("later", 1));
        later[0] = LiveFormat.VERSION + 1;
        cache.put("later", later);
        cache.put("damaged", new byte[] {LiveFormat.VERSION, '{'});
        cache.put("empty", new byte[0]);
        one.show(Map.of("a", node("a", 3)));
        exchange(one, 0);
        assertThat(one.all()).containsOnlyKeys("a");
    }

    @Test
    void runningTasksAndPoolsComeBackAsTheyWere() {
        RunningTask task = new RunningTask(
                UUID.randomUUID(), "default", "mail", null, "noop", "a", 2, NOON, 40, "two fifths", false);
        LiveFormat<NodeNews> news = new LiveFormat<>(NodeNews.class);
        assertThat(news.read(news.write(new NodeNews(List.of(task), 7)))).contains(new NodeNews(List.of(task), 7));

        PoolSnapshot pool = new PoolSnapshot(
                "default",
                "a",
                "server-a",
                12,
                Map.of("mail", new PoolSnapshot.QueueDepth(1_000_000, 2, 3)),
                64,
                10.5,
                1,
                Map.of(TaskState.SUCCEEDED, 9L),
                Map.of(29_000_000L, Map.of(TaskState.FAILED, 1L)));
        LiveFormat<PoolSnapshot> pools = new LiveFormat<>(PoolSnapshot.class);
        assertThat(pools.read(pools.write(pool))).contains(pool);
    }
}
