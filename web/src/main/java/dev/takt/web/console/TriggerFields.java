package dev.takt.web.console;

import dev.takt.job.TriggerDefinition;
import java.time.ZoneId;

/** One trigger as typed into a job's form. A row without a kind is no trigger. */
public class TriggerFields {
    private String name;
    private String kind = "";
    private String value;
    private String zone;
    private boolean skip;

    static TriggerFields of(TriggerDefinition trigger) {
        TriggerFields typed = new TriggerFields();
        typed.name = trigger.name();
        typed.zone = trigger.zone() == null ? null : trigger.zone().getId();
        typed.skip = trigger.misfire() == TriggerDefinition.Misfire.SKIP;
        if (trigger.cron() != null) {
            typed.kind = "cron";
            typed.value = trigger.cron();
        } else if (trigger.every() != null) {
            typed.kind = "every";
            typed.value = Spans.write(trigger.every());
        } else {
            typed.kind = "at";
            typed.value = trigger.at() == null ? null : trigger.at().toString();
        }
        return typed;
    }

    /** When a trigger fires, in words. */
    static String words(TriggerDefinition trigger, Show show) {
        if (trigger.cron() != null) {
            return trigger.cron();
        }
        return trigger.every() != null
                ? "every " + show.length(trigger.every())
                : "once, " + show.absolute(trigger.at());
    }

    /** Reads the row; null when it is empty. */
    TriggerDefinition read(String field, Fields read, ZoneId viewerZone) {
        if (kind == null || kind.isEmpty()) {
            if (read.text(value) != null) {
                read.refuse(field, "Choose what '" + value + "' is: cron, every or at.");
            }
            return null;
        }
        String given = read.needed(field, value);
        boolean cron = "cron".equals(kind);
        return new TriggerDefinition(
                read.text(name),
                cron ? given : null,
                cron ? read.zone(field, zone) : null,
                "every".equals(kind) ? read.span(field, given) : null,
                "at".equals(kind) && given != null ? read.moment(field, given, viewerZone) : null,
                skip ? TriggerDefinition.Misfire.SKIP : TriggerDefinition.Misfire.FIRE_ONCE);
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getKind() {
        return kind;
    }

    public void setKind(String kind) {
        this.kind = kind;
    }

    public String getValue() {
        return value;
    }

    public void setValue(String value) {
        this.value = value;
    }

    public String getZone() {
        return zone;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }

    public boolean isSkip() {
        return skip;
    }

    public void setSkip(boolean skip) {
        this.skip = skip;
    }
}
