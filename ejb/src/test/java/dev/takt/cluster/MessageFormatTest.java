package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Demand;
import dev.takt.core.task.TaskSpec;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages between nodes, also of neighbouring versions. */
class MessageFormatTest {
    private static final String SENDER = "018bcfe5-6800-7000-8000-000000000001";
    private static final UUID TASK = UUID.fromString("018bcfe5-6800-7000-8000-000000000002");
    private static final UUID OTHER = UUID.fromString("018bcfe5-6800-7000-8000-000000000003");
    private static final Instant AT = Instant.parse("2026-11-21T08:00:00.123456Z");

    private final List<String> unreadable = new ArrayList<>();

    static Stream<Message> oneOfEachKind() {
        Assignment assignment = new Assignment(
                TASK, 5, 2, "p", "q", "j", "noop", "{\"n\":1}", "{\"of\":\"x\"}", 1_000, AT, 500, "{\"at\":3}");
        AttemptReport report =
                new AttemptReport(TASK, 5, AttemptOutcome.FAILED, "[1]", "why", true, "log\n", AT, AT.plusSeconds(1));
        return Stream.of(
                new Message.Here("node1", true),
                new Message.Reigns("p", 7),
                new Message.HandedOver("p"),
                new Message.Start("p", 7, List.of(assignment)),
                new Message.Stop("p", 7, new AttemptRef(TASK, 5)),
                new Message.Settled("p", 7, List.of(new AttemptRef(TASK, 5))),
                new Message.TakeStock("p", 7, 9),
                new Message.Stock("p", 9, Set.of(new AttemptRef(TASK, 5))),
                new Message.Report("p", report),
                new Message.Submit(1, "p", List.of(spec())),
                new Message.Cancel(2, "p", TASK, "ops"),
                new Message.Hasten(3, "p", TASK, "ops"),
                new Message.Done(1, List.of(new TaskReceipt(TASK.toString(), TaskState.READY, true))),
                new Message.Refused(2, Message.Refused.Refusal.OVERLOADED, "full", 1_000),
                new Message.Changed(Message.Changed.What.INBOX));
    }

    private static TaskSpec spec() {
        Demand demand = new Demand(9, 8, 7, 6, "k", "g", Map.of("zone", "a"), Map.of("disk", "ssd"));
        return new TaskSpec(
                TASK,
                "p",
                "q",
                "j",
                3,
                "noop",
                "{\"n\":1}",
                "{\"of\":\"x\"}",
                "ключ",
                OTHER,
                "ann",
                -4,
                1_000_001,
                1_000_002,
                1_000_003,
                500,
                new RetryPolicy(4, 100, 1.5, 2_000),
                demand);
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void aMessageIsReadAsItWasWritten(Message message) {
        assertThat(read(frame(MessageFormat.write(message)))).containsExactly(message);
    }

    @Test
    void theExamplesHaveEachKind() {
        assertThat(oneOfEachKind().<Class<?>>map(Message::getClass))
                .containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
    }

    /** What was stored is never changed, and a new kind adds its own: nodes of earlier versions may still say it. */
    @Test
    void whatVersionOneWroteIsUnderstood() {
        byte[][] written = stored().map(one -> raw(one.kind(), one.json())).toArray(byte[][]::new);
        assertThat(read(frame(written)))
                .containsExactlyElementsOf(oneOfEachKind().toList());
    }

    /** A node of an earlier version finds each field that it knows; there may be others. */
    @Test
    void whatVersionOneReadsIsStillWritten() {
        assertThat(oneOfEachKind()).zipSatisfy(stored().toList(), (message, then) -> {
            byte[] written = MessageFormat.write(message);
            String json = new String(written, 5, written.length - 5, StandardCharsets.UTF_8);
            assertThat((int) written[4]).isEqualTo(then.kind());
            assertThat(has(tree(json), tree(then.json())))
                    .as("%s has all of %s", json, then.json())
                    .isTrue();
        });
    }

    private static boolean has(JsonNode now, JsonNode then) {
        if (then.isObject()) {
            return then.properties().stream()
                    .allMatch(field -> now.has(field.getKey()) && has(now.get(field.getKey()), field.getValue()));
        }
        if (then.isArray()) {
            return now.size() == then.size()
                    && IntStream.range(0, then.size()).allMatch(i -> has(now.get(i), then.get(i)));
        }
        return now.equals(then);
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException broken) {
            throw new AssertionError(json, broken);
        }
    }

    /** A word that is not known is read as null. */
    @Test
    void theWordsOfVersionOneAreStillKnown() {
        assertThat(words(Message.Refused.Refusal.values()))
                .contains("NOT_OWNER", "OVERLOADED", "UNAVAILABLE", "NOT_FOUND", "CONFLICT", "FAILED");
        assertThat(words(Message.Changed.What.values())).contains("SETTINGS", "TRIGGERS", "INBOX", "NODES");
        assertThat(words(AttemptOutcome.values()))
                .contains("SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED", "YIELDED", "LOST");
        assertThat(words(TaskState.values()))
                .contains("BLOCKED", "AWAITING_APPROVAL", "SCHEDULED", "READY", "RUNNING")
                .contains("SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED", "EXPIRED");
    }

    private static Stream<String> words(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name);
    }

    @Test
    void aFrameCarriesManyInOrder() {
        List<Message> all = oneOfEachKind().toList();
        byte[] frame = frame(all.stream().map(MessageFormat::write).toArray(byte[][]::new));
        assertThat(read(frame)).containsExactlyElementsOf(all);
    }

    /** A later version may add a field. */
    @Test
    void aFieldThatIsNotKnownIsIgnored() {
        byte[] later = raw(2, "{\"pool\":\"p\",\"epoch\":7,\"since\":\"noon\"}");
        assertThat(read(frame(later))).containsExactly(new Message.Reigns("p", 7));
    }

    /** An earlier version may not have had a field yet. */
    @Test
    void aFieldThatIsMissingIsNothing() {
        byte[] earlier = raw(
                4,
                "{\"pool\":\"p\",\"epoch\":7,\"assignments\":[{\"task\":\"" + TASK
                        + "\",\"token\":5,\"attempt\":1,\"pool\":\"p\",\"queue\":\"q\",\"handler\":\"noop\"}]}");
        Message.Start start = (Message.Start) read(frame(earlier)).get(0);
        assertThat(start.assignments().get(0).labels()).isNull();
        assertThat(start.assignments().get(0).timeoutMillis()).isZero();
        assertThat(start.assignments().get(0).handler()).isEqualTo("noop");
    }

    /** A later version may have another kind of message. */
    @Test
    void aMessageOfAnUnknownKindIsLeftOutAndTheOthersAreRead() {
        byte[] known = MessageFormat.write(new Message.Here("node1", false));
        assertThat(read(frame(raw(99, "{\"x\":1}"), known))).containsExactly(new Message.Here("node1", false));
        assertThat(unreadable).hasSize(1).first().asString().contains("kind 99");
    }

    /** A later version may have another outcome, refusal or change: half understood, it would break whoever heeds it. */
    @Test
    void aMessageOfWhichAWordIsNotKnownIsLeftOut() {
        byte[][] later = stored().filter(one -> one.json().matches(".*\"(outcome|kind|what)\":.*"))
                .map(one -> raw(
                        one.kind(), one.json().replaceAll("\"(outcome|kind|what)\":\"[A-Z_]+\"", "\"$1\":\"DREAMT\"")))
                .toArray(byte[][]::new);
        assertThat(later.length).isEqualTo(3);
        assertThat(read(frame(later))).isEmpty();
        assertThat(unreadable).hasSize(later.length);
    }

    @Test
    void aBrokenMessageIsLeftOutAndTheOthersAreRead() {
        byte[] known = MessageFormat.write(new Message.Here("node1", false));
        assertThat(read(frame(raw(2, "{\"pool\":"), known))).containsExactly(new Message.Here("node1", false));
        assertThat(unreadable).hasSize(1).first().asString().contains("Reigns");
    }

    @Test
    void aFrameOfAnUnknownVersionIsDropped() {
        byte[] frame = frame(MessageFormat.write(new Message.Here("node1", false)));
        frame[0] = 2;
        assertThat(MessageFormat.read(frame, 0, frame.length, this::note)).isNull();
        assertThat(unreadable).hasSize(1).first().asString().contains("version 2");
    }

    @Test
    void aFrameThatIsCutOffGivesWhatIsWhole() {
        byte[] frame = frame(
                MessageFormat.write(new Message.Here("node1", false)), MessageFormat.write(new Message.Reigns("p", 7)));
        assertThat(MessageFormat.read(frame, 0, frame.length - 3, this::note).messages())
                .containsExactly(new Message.Here("node1", false));
        assertThat(unreadable).hasSize(1);
    }

    @Test
    void aFrameMayStandAnywhereInAnArray() {
        byte[] frame = frame(MessageFormat.write(new Message.Here("node1", false)));
        byte[] larger = new byte[frame.length + 20];
        System.arraycopy(frame, 0, larger, 7, frame.length);
        MessageFormat.Frame read = MessageFormat.read(larger, 7, frame.length, this::note);
        assertThat(read.sender()).isEqualTo(SENDER);
        assertThat(read.messages()).containsExactly(new Message.Here("node1", false));
    }

    private void note(String what) {
        unreadable.add(what);
    }

    private List<Message> read(byte[] frame) {
        MessageFormat.Frame read = MessageFormat.read(frame, 0, frame.length, this::note);
        assertThat(read.sender()).isEqualTo(SENDER);
        return read.messages();
    }

    private static byte[] frame(byte[]... messages) {
        return MessageFormat.frame(MessageFormat.sender(SENDER), List.of(messages));
    }

    /** One of the texts of version 1. */
    private record Stored(int kind, String json) {}

    private static Stream<Stored> stored() {
        InputStream texts = MessageFormatTest.class.getResourceAsStream("messages-1.txt");
        return new BufferedReader(new InputStreamReader(texts, StandardCharsets.UTF_8))
                .lines()
                .map(line -> line.split(" ", 2))
                .map(words -> new Stored(Integer.parseInt(words[0]), words[1]));
    }

    private static byte[] raw(int kind, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + bytes.length)
                .putInt(bytes.length)
                .put((byte) kind)
                .put(bytes)
                .array();
    }
}
