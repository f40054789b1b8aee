package dev.takt.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.api.Retry;
import dev.takt.api.TaskReceipt;
import dev.takt.core.task.Demand;
import dev.takt.record.AttemptDetail;
import dev.takt.record.Page;
import dev.takt.record.TaskDetail;
import dev.takt.record.TaskSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Tasks, attempts and receipts as JSON. */
final class TaskJson {
    /** {@code {"id":"…36…","state":"SUCCEEDED"},}. */
    private static final int RECEIPT_CHARS = 80;

    private TaskJson() {}

    /** A receipt. By hand, since this is on the path of every submission: ids and states need no escaping. */
    static byte[] receipt(TaskReceipt receipt) {
        StringBuilder json = new StringBuilder(RECEIPT_CHARS);
        append(json, receipt);
        return json.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Receipts as an array. */
    static byte[] receipts(List<TaskReceipt> receipts) {
        StringBuilder json = new StringBuilder(RECEIPT_CHARS * receipts.size() + 2);
        json.append('[');
        for (int i = 0; i < receipts.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            append(json, receipts.get(i));
        }
        return json.append(']').toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void append(StringBuilder json, TaskReceipt receipt) {
        json.append("{\"id\":\"")
                .append(receipt.id())
                .append("\",\"state\":\"")
                .append(receipt.state().name())
                .append("\"}");
    }

    static byte[] page(Page<TaskSummary> page) {
        return Pages.write(page, (json, task) -> {
            json.writeStartObject();
            summary(json, task);
            json.writeEndObject();
        });
    }

    static byte[] detail(TaskDetail task, Optional<Hindrance> hindrance) {
        return Json.write(json -> {
            json.writeStartObject();
            summary(json, task.summary());
            Json.number(json, "jobVersion", task.jobVersion());
            Json.text(json, "key", task.key());
            Json.raw(json, "payload", task.payload());
            Json.raw(json, "result", task.result());
            Json.duration(json, "timeout", task.timeout());
            Json.instant(json, "expiresAt", task.expiresAt());
            retry(json, task.retry());
            Json.text(json, "retryOf", task.retryOf());
            json.writeNumberField("lost", task.lost());
            json.writeNumberField("slices", task.slices());
            Json.instant(json, "cancelRequestedAt", task.cancelRequestedAt());
            Json.text(json, "submittedBy", task.submittedBy());
            demand(json, task.demand());
            if (hindrance.isPresent()) {
                json.writeObjectFieldStart("waiting");
                Json.text(json, "reason", hindrance.get().reason());
                Json.text(json, "detail", hindrance.get().sentence());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    static byte[] attempts(List<AttemptDetail> attempts) {
        return Pages.write(new Page<>(attempts, null), (json, attempt) -> {
            json.writeStartObject();
            json.writeNumberField("number", attempt.number());
            json.writeNumberField("token", attempt.token());
            Json.text(json, "node", attempt.node());
            Json.instant(json, "startedAt", attempt.startedAt());
            Json.instant(json, "endedAt", attempt.endedAt());
            Json.text(json, "outcome", attempt.outcome());
            Json.text(json, "error", attempt.error());
            Json.text(json, "log", attempt.log());
            json.writeEndObject();
        });
    }

    private static void summary(JsonGenerator json, TaskSummary task) throws IOException {
        Json.text(json, "id", task.id());
        Json.text(json, "state", task.state());
        json.writeBooleanField("cancelling", task.cancelling());
        Json.text(json, "job", task.job());
        Json.text(json, "handler", task.handler());
        Json.text(json, "queue", task.queue());
        Json.text(json, "pool", task.pool());
        json.writeNumberField("priority", task.priority());
        json.writeNumberField("attempts", task.attempts());
        Json.instant(json, "submittedAt", task.submittedAt());
        Json.instant(json, "dueAt", task.dueAt());
        Json.instant(json, "startedAt", task.startedAt());
        Json.instant(json, "endedAt", task.endedAt());
        Json.text(json, "node", task.node());
        Json.text(json, "error", task.error());
        Json.texts(json, "labels", task.labels());
    }

    /** In the fields of the request; the deadline is a time now. */
    private static void demand(JsonGenerator json, Demand demand) throws IOException {
        Json.duration(json, "expected", demand.expected());
        Json.instant(json, "deadline", demand.deadline());
        if (demand.cpuMillis() > 0 || demand.memoryMb() > 0) {
            json.writeObjectFieldStart("resources");
            if (demand.cpuMillis() > 0) {
                json.writeNumberField("cpu", demand.cpuMillis() / 1_000.0);
            }
            if (demand.memoryMb() > 0) {
                json.writeNumberField("memoryMb", demand.memoryMb());
            }
            json.writeEndObject();
        }
        Json.text(json, "affinityKey", demand.affinityKey());
        Json.text(json, "group", demand.group());
        Json.texts(json, "nodeLabels", demand.nodeLabels());
        Json.texts(json, "preferLabels", demand.preferLabels());
    }

    private static void retry(JsonGenerator json, Retry retry) throws IOException {
        if (retry != null) {
            json.writeObjectFieldStart("retry");
            json.writeNumberField("attempts", retry.attempts());
            Json.duration(json, "backoff", retry.backoff());
            json.writeNumberField("factor", retry.factor());
            Json.duration(json, "backoffMax", retry.backoffMax());
            json.writeEndObject();
        }
    }
}
