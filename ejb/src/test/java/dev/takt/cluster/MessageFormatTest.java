package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.pool.Specs;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.TaskSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages between nodes, also of neighbouring versions. */
class MessageFormatTest {
    private static final String SENDER = "018bcfe5-6800-7000-8000-000000000001";
    private static final UUID TASK = UUID.fromString("018bcfe5-6800-7000-8000-000000000002");
    private static final Instant AT = Instant.parse("2026-11-21T08:00:00.123456Z");

    private final List<String> unreadable = new ArrayList<>();

    static Stream<Message> oneOfEachKind() {
        TaskSpec spec = Specs.aTask().keyed("ключ").withPayload("{\"n\":1}").spec();
        Assignment assignment = new Assignment(TASK, 5, 1, "p", "q", null, "noop", "{}", null, 1_000, AT, 500, "{}");
        AttemptReport report =
                new AttemptReport(TASK, 5, AttemptOutcome.FAILED, null, "why", true, "log\n", AT, AT.plusSeconds(1));
        return Stream.of(
                new Message.Here("node1", false),
                new Message.Reigns("p", 7),
                new Message.HandedOver("p"),
                new Message.Start("p", 7, List.of(assignment)),
                new Message.Stop("p", 7, new AttemptRef(TASK, 5)),
                new Message.Settled("p", 7, List.of(new AttemptRef(TASK, 5))),
                new Message.TakeStock("p", 7, 9),
                new Message.Stock("p", 9, Set.of(new AttemptRef(TASK, 5))),
                new Message.Report("p", report),
                new Message.Submit(1, "p", List.of(spec)),
                new Message.Cancel(2, "p", TASK, "ops"),
                new Message.Hasten(3, "p", TASK, "ops"),
                new Message.Done(1, List.of(new TaskReceipt(TASK.toString(), TaskState.READY, false))),
                new Message.Refused(2, Message.Refused.Refusal.OVERLOADED, "full", 1_000),
                new Message.Changed(Message.Changed.What.INBOX));
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void aMessageIsReadAsItWasWritten(Message message) {
        assertThat(read(frame(MessageFormat.write(message)))).containsExactly(message);
    }

    @Test
    void theExamplesHaveEachKind() {
        assertThat(oneOfEachKind().map(Message::getClass))
                .containsExactlyInAnyOrderElementsOf(MessageFormat.kinds()
                        .map(kind -> (Class<? extends Message>) kind)
                        .toList());
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

    private static byte[] raw(int kind, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + bytes.length)
                .putInt(bytes.length)
                .put((byte) kind)
                .put(bytes)
                .array();
    }
}
