package dev.takt.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.api.TaskState;
import dev.takt.cluster.Nodes.NodeView;
import dev.takt.job.JobDocument;
import dev.takt.job.JobView;
import dev.takt.own.Pools.Minute;
import dev.takt.own.Pools.PoolView;
import dev.takt.own.Pools.QueueView;
import dev.takt.own.Pools.Stats;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Jobs, queues, pools, nodes and figures as JSON. */
final class SettingsJson {
    private SettingsJson() {}

    static void job(JsonGenerator json, JobView job) throws IOException {
        json.writeStartObject();
        Json.text(json, "name", job.name());
        json.writeNumberField("version", job.version());
        Json.instant(json, "changedAt", job.changedAt());
        Json.text(json, "changedBy", job.changedBy());
        Json.raw(json, "definition", JobDocument.write(job.definition()));
        json.writeArrayFieldStart("triggers");
        for (JobView.TriggerView trigger : job.triggers()) {
            json.writeStartObject();
            Json.text(json, "name", trigger.name());
            Json.instant(json, "lastFire", trigger.lastFire());
            json.writeArrayFieldStart("nextFires");
            for (Instant fire : trigger.nextFires()) {
                json.writeString(fire.toString());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void queue(JsonGenerator json, QueueView queue) throws IOException {
        json.writeStartObject();
        Json.text(json, "name", queue.name());
        Json.text(json, "pool", queue.settings().pool());
        Json.text(json, "order", queue.settings().order());
        Json.number(json, "weight", queue.settings().weight());
        Json.number(json, "runningLimit", queue.settings().runningLimit());
        Json.duration(json, "slice", queue.settings().slice());
        json.writeBooleanField("paused", queue.paused());
        Json.instant(json, "pausedAt", queue.pausedAt());
        Json.text(json, "pausedBy", queue.pausedBy());
        json.writeNumberField("waiting", queue.waiting());
        json.writeNumberField("scheduled", queue.scheduled());
        json.writeNumberField("running", queue.running());
        json.writeEndObject();
    }

    static void pool(JsonGenerator json, PoolView pool) throws IOException {
        json.writeStartObject();
        Json.text(json, "name", pool.name());
        Json.text(json, "placement", pool.settings().placement());
        Json.text(json, "share", pool.settings().share());
        Json.number(json, "lostLimit", pool.settings().lostLimit());
        Json.text(json, "owner", pool.owner());
        json.writeNumberField("epoch", pool.epoch());
        json.writeNumberField("waiting", pool.waiting());
        json.writeNumberField("scheduled", pool.scheduled());
        json.writeNumberField("running", pool.running());
        json.writeNumberField("slots", pool.slots());
        json.writeNumberField("startsPerSecond", pool.startsPerSecond());
        json.writeNumberField("refusedReports", pool.refusedReports());
        json.writeEndObject();
    }

    static void node(JsonGenerator json, NodeView node) throws IOException {
        json.writeStartObject();
        Json.text(json, "id", node.id());
        Json.text(json, "name", node.name());
        Json.text(json, "address", node.address());
        Json.text(json, "state", node.state());
        Json.texts(json, "labels", node.labels());
        json.writeNumberField("slots", node.slots());
        json.writeNumberField("running", node.running());
        json.writeNumberField("stuck", node.stuck());
        json.writeNumberField("cpuLoad", node.cpuLoad());
        json.writeNumberField("memoryUsedBytes", node.memoryUsedBytes());
        json.writeNumberField("memoryMaxBytes", node.memoryMaxBytes());
        json.writeArrayFieldStart("handlers");
        for (String handler : node.handlers()) {
            json.writeString(handler);
        }
        json.writeEndArray();
        Json.instant(json, "startedAt", node.startedAt());
        json.writeNumberField("timesReplaced", node.timesReplaced());
        Json.instant(json, "renewedAt", node.renewedAt());
        json.writeEndObject();
    }

    static byte[] stats(Stats stats, List<Minute> lastHour) {
        return Json.write(json -> {
            json.writeStartObject();
            counts(json, "live", stats.live());
            counts(json, "endedLastHour", stats.endedLastHour());
            counts(json, "ended", stats.ended());
            json.writeNumberField("startsPerSecond", stats.startsPerSecond());
            json.writeArrayFieldStart("lastHour");
            for (Minute minute : lastHour) {
                json.writeStartObject();
                Json.instant(json, "minute", minute.minute());
                json.writeNumberField("succeeded", minute.succeeded());
                json.writeNumberField("failed", minute.failed());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void counts(JsonGenerator json, String field, Map<TaskState, Long> counts) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<TaskState, Long> entry : counts.entrySet()) {
            json.writeNumberField(entry.getKey().name(), entry.getValue());
        }
        json.writeEndObject();
    }
}
