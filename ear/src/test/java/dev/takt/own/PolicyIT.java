package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders, shares and time slices, chosen over the API. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PolicyIT {
    private final TaktApi takt = TaktApi.administrator();

    @Deployment(testable = false)
    static WebArchive counting() {
        return ShrinkWrap.create(WebArchive.class, "counting.war")
                .addClass(CountingHandler.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    /** A queue of its own that runs one task at a time, paused. */
    private String aPausedQueue(String settings) {
        String name = "policy-" + UUID.randomUUID();
        takt.put("/api/v1/queues/" + name, "{\"runningLimit\":1," + settings + "}")
                .expect(200);
        takt.post("/api/v1/queues/" + name + "/pause", null).expect(200);
        return name;
    }

    private void resume(String queue) {
        takt.post("/api/v1/queues/" + queue + "/resume", null).expect(200);
    }

    private String submit(String queue, String fields) {
        return takt.submit("{\"handler\":\"noop\",\"queue\":\"%s\",%s}".formatted(queue, fields));
    }

    /** The payloads of tasks in the order of their starts. */
    private List<String> startsOf(List<String> ids) {
        List<JsonNode> tasks = new ArrayList<>();
        for (String id : ids) {
            tasks.add(takt.awaitEnd(id));
        }
        tasks.sort(Comparator.comparing(
                task -> Instant.parse(task.path("startedAt").asText())));
        return tasks.stream().map(task -> task.path("result").asText()).toList();
    }

    @Test
    void twoLongHandlersShareOneSlotByTheirQueuesSlice() {
        String queue = aPausedQueue("\"slice\":\"PT0.03S\"");
        String body = "{\"handler\":\"counting\",\"queue\":\"%s\",\"payload\":6}".formatted(queue);
        String one = takt.submit(body);
        String two = takt.submit(body);
        resume(queue);
        JsonNode first = takt.awaitEnd(one);
        JsonNode second = takt.awaitEnd(two);
        int from = first.path("result").path(0).asInt();
        assertThat(numbers(first)).isEqualTo(everySecond(from));
        assertThat(numbers(second)).isEqualTo(everySecond(from + 1));
        assertThat(first.path("attempts").asInt()).isEqualTo(1);
        assertThat(first.path("slices").asInt()).isEqualTo(5);
        assertThat(takt.get("/api/v1/tasks/" + one + "/attempts").expect(200).path("items"))
                .hasSize(1);
    }

    private static List<Integer> numbers(JsonNode task) {
        List<Integer> numbers = new ArrayList<>();
        task.path("result").forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    private static List<Integer> everySecond(int from) {
        return IntStream.range(0, 6).map(i -> from + 2 * i).boxed().toList();
    }

    @Test
    void aSliceIsShownChangedWhileRunningAndChecked() {
        String queue = aPausedQueue("\"slice\":\"PT1H\"");
        String path = "/api/v1/queues/" + queue;
        String id = takt.submit("{\"handler\":\"counting\",\"queue\":\"%s\",\"payload\":3}".formatted(queue));
        JsonNode changed = takt.put(path, "{\"slice\":\"PT0.02S\"}").expect(200);
        assertThat(changed.path("slice").asText()).isEqualTo("PT0.02S");
        resume(queue);
        assertThat(takt.awaitEnd(id).path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(takt.put(path, "{\"slice\":\"PT0S\"}").expect(200).hasNonNull("slice"))
                .isFalse();
        JsonNode problem = takt.put(path, "{\"slice\":\"PT0.001S\"}").expect(400);
        assertThat(problem.path("violations").path(0).path("field").asText()).isEqualTo("slice");
    }

    @Test
    void theShortestGoFirst() {
        String queue = aPausedQueue("\"order\":\"SJF\"");
        List<String> ids = List.of(
                submit(queue, "\"payload\":\"long\",\"expected\":\"PT9S\""),
                submit(queue, "\"payload\":\"short\",\"expected\":\"PT1S\""),
                submit(queue, "\"payload\":\"middle\",\"expected\":\"PT5S\""));
        resume(queue);
        assertThat(startsOf(ids)).containsExactly("short", "middle", "long");
    }

    @Test
    void theEarliestDeadlinesGoFirst() {
        String queue = aPausedQueue("\"order\":\"EDF\"");
        Instant now = Instant.now();
        List<String> ids = List.of(
                submit(queue, "\"payload\":\"never\""),
                submit(queue, "\"payload\":\"later\",\"deadline\":\"%s\"".formatted(now.plusSeconds(7_200))),
                submit(queue, "\"payload\":\"soon\",\"deadline\":\"%s\"".formatted(now.plusSeconds(3_600))));
        resume(queue);
        assertThat(startsOf(ids)).containsExactly("soon", "later", "never");
    }

    @Test
    void aChangedOrderHoldsForThoseWhoComeAfterIt() {
        String queue = aPausedQueue("\"order\":\"FCFS\"");
        List<String> ids = new ArrayList<>();
        ids.add(submit(queue, "\"payload\":\"1\""));
        ids.add(submit(queue, "\"payload\":\"2\""));
        takt.put("/api/v1/queues/" + queue, "{\"order\":\"LIFO\"}").expect(200);
        ids.add(submit(queue, "\"payload\":\"3\""));
        ids.add(submit(queue, "\"payload\":\"4\""));
        resume(queue);
        assertThat(startsOf(ids)).containsExactly("1", "2", "4", "3");
    }

    @Test
    void aPoolsShareIsChangedWhileItRuns() {
        try {
            for (String share : List.of("ROUND_ROBIN", "STRICT_PRIORITY", "WEIGHTED_FAIR")) {
                JsonNode pool = takt.put("/api/v1/pools/default", "{\"share\":\"%s\"}".formatted(share))
                        .expect(200);
                assertThat(pool.path("share").asText()).isEqualTo(share);
                String id = takt.submit("{\"handler\":\"noop\"}");
                assertThat(takt.awaitEnd(id).path("state").asText()).isEqualTo("SUCCEEDED");
            }
        } finally {
            takt.put("/api/v1/pools/default", "{\"share\":\"WEIGHTED_FAIR\"}").expect(200);
        }
    }
}
