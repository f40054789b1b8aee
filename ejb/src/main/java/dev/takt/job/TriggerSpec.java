package dev.takt.job;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.api.TaktException;
import dev.takt.core.schedule.At;
import dev.takt.core.schedule.Cron;
import dev.takt.core.schedule.Every;
import dev.takt.core.schedule.Schedule;
import dev.takt.intake.DocumentReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What a trigger's row says of when it fires: a definition that has been checked, in its JSON form. Two triggers are the
 * same when their texts are.
 */
public final class TriggerSpec {
    /** Which of the three forms it is, the words of column {@code kind}. */
    public enum Kind {
        CRON,
        EVERY,
        AT
    }

    private final TriggerDefinition definition;

    private TriggerSpec(TriggerDefinition definition) {
        this.definition = definition;
    }

    /** Of a definition that {@link JobRules} found right. */
    static TriggerSpec of(TriggerDefinition definition) {
        return new TriggerSpec(definition);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalStateException when the record holds something else
     */
    public static TriggerSpec read(String json) {
        try {
            return new TriggerSpec(DocumentReader.read(json.getBytes(StandardCharsets.UTF_8), JobDocument::trigger));
        } catch (TaktException.Invalid broken) {
            throw new IllegalStateException("The record has a trigger that cannot be read: " + json, broken);
        }
    }

    /** The JSON form; the name is not part of it. */
    public String write() {
        return JobDocument.text(this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        JobDocument.write(
                json,
                new TriggerDefinition(
                        null,
                        definition.cron(),
                        definition.zone(),
                        definition.every(),
                        definition.at(),
                        definition.misfire()));
    }

    public Kind kind() {
        if (definition.cron() != null) {
            return Kind.CRON;
        }
        return definition.every() != null ? Kind.EVERY : Kind.AT;
    }

    /**
     * When it is due.
     *
     * @param madeAt when the trigger was made, from which intervals count
     */
    public Schedule schedule(Instant madeAt) {
        return switch (kind()) {
            case CRON -> Cron.of(definition.cron(), Objects.requireNonNullElse(definition.zone(), ZoneOffset.UTC));
            case EVERY -> new Every(definition.every(), madeAt);
            // The record keeps microseconds; what is finer would never be equal to what was stored.
            case AT -> new At(definition.at().truncatedTo(ChronoUnit.MICROS));
        };
    }

    /** Whether due times that were missed are left out, instead of being served by one task. */
    public boolean skipsMissed() {
        return definition.misfire() == TriggerDefinition.Misfire.SKIP;
    }
}
