package dev.takt.job;

import dev.takt.api.Needs;
import dev.takt.api.TaktException.Violation;
import dev.takt.core.schedule.Cron;
import dev.takt.intake.FieldRules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What a job definition must keep to, whichever way it came in, as far as it can be told without looking anything up. */
final class JobRules {
    static final int TRIGGERS_MAX = 20;
    static final int DESCRIPTION_MAX = 1_000;
    static final Duration EVERY_MIN = Duration.ofSeconds(1);
    static final Duration EVERY_MAX = FieldRules.YEAR;

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final Instant AT_MAX = Instant.parse("9999-12-31T23:59:59Z");

    private JobRules() {}

    /**
     * Fills in what may be left out and is kept as if it had been written: names of triggers, no triggers. So that two
     * ways to say the same are the same definition.
     */
    static JobDefinition complete(JobDefinition definition) {
        List<TriggerDefinition> triggers = new ArrayList<>();
        for (TriggerDefinition trigger :
                Objects.requireNonNullElse(definition.triggers(), List.<TriggerDefinition>of())) {
            triggers.add(
                    trigger == null || trigger.name() != null
                            ? trigger
                            : new TriggerDefinition(
                                    "trigger-" + (triggers.size() + 1),
                                    trigger.cron(),
                                    trigger.zone(),
                                    trigger.every(),
                                    trigger.at(),
                                    trigger.misfire()));
        }
        Map<String, String> labels = definition.labels();
        return new JobDefinition(
                definition.handler(),
                definition.description(),
                definition.payload(),
                definition.queue(),
                definition.priority(),
                definition.timeout(),
                definition.ttl(),
                definition.retry(),
                labels == null || labels.isEmpty() ? null : new TreeMap<>(labels),
                Needs.NONE.equals(definition.needs()) ? null : definition.needs(),
                definition.paused(),
                triggers);
    }

    /**
     * Checks a complete definition.
     *
     * @param now for times that must be reached one day
     * @param known single times that are there already, by trigger: they may have passed
     * @return all violations; empty when there are none
     * @throws dev.takt.api.TaktException.TooLarge when the payload exceeds its limit
     */
    static List<Violation> check(String name, JobDefinition definition, Instant now, Map<String, Instant> known) {
        FieldRules rules = new FieldRules("");
        rules.name("name", name);
        if (definition.handler() == null) {
            rules.add("handler", "is missing; name the handler that performs the job's tasks.");
        }
        rules.name("handler", definition.handler());
        rules.text("description", definition.description(), 0, DESCRIPTION_MAX);
        rules.payload("payload", definition.payload());
        rules.name("queue", definition.queue());
        rules.priority("priority", definition.priority());
        rules.limit("timeout", definition.timeout(), FieldRules.LONG);
        rules.limit("ttl", definition.ttl(), FieldRules.YEAR);
        rules.retry("retry", definition.retry());
        rules.labels("labels", definition.labels());
        rules.needs(definition.needs());
        if (definition.needs() != null && definition.needs().deadline() != null) {
            rules.add(
                    "deadline",
                    "is a time; a job's deadline is a duration such as PT1H, counted from when its task may start.");
        }
        List<TriggerDefinition> triggers = definition.triggers();
        if (triggers.size() > TRIGGERS_MAX) {
            rules.add("triggers", "has " + triggers.size() + " triggers; up to " + TRIGGERS_MAX + " are allowed.");
        }
        List<Violation> violations = new ArrayList<>(rules.violations());
        Set<String> names = new HashSet<>();
        for (int i = 0; i < Math.min(triggers.size(), TRIGGERS_MAX); i++) {
            FieldRules one = new FieldRules("triggers[" + i + "].");
            check(triggers.get(i), one, now, known, names);
            violations.addAll(one.violations());
        }
        return violations;
    }

    private static void check(
            TriggerDefinition trigger, FieldRules rules, Instant now, Map<String, Instant> known, Set<String> names) {
        if (trigger == null) {
            rules.add("cron", "is missing; a trigger has one of cron, every and at.");
            return;
        }
        rules.name("name", trigger.name());
        if (!names.add(trigger.name())) {
            rules.add("name", "'" + trigger.name() + "' is the name of a trigger before it; each has its own.");
        }
        checkForm(trigger, rules);
        if (trigger.cron() != null) {
            checkCron(trigger.cron(), trigger.zone(), rules, now);
        } else if (trigger.zone() != null) {
            rules.add("zone", "is given without cron; intervals and single times have no time zone, leave it out.");
        }
        if (trigger.every() != null) {
            rules.span("every", trigger.every(), EVERY_MIN, EVERY_MAX);
            if (trigger.every().getNano() % NANOS_PER_MILLI != 0) {
                rules.add("every", "is " + trigger.every() + "; whole milliseconds are allowed.");
            }
        }
        checkAt(trigger, rules, now, known);
    }

    private static void checkForm(TriggerDefinition trigger, FieldRules rules) {
        List<String> forms = new ArrayList<>();
        if (trigger.cron() != null) {
            forms.add("cron");
        }
        if (trigger.every() != null) {
            forms.add("every");
        }
        if (trigger.at() != null) {
            forms.add("at");
        }
        if (forms.isEmpty()) {
            rules.add("cron", "is missing; a trigger has one of cron, every and at.");
        } else if (forms.size() > 1) {
            rules.add(
                    forms.get(forms.size() - 1),
                    "is given together with " + forms.get(0) + "; a trigger has one of cron, every and at.");
        }
    }

    private static void checkCron(String cron, ZoneId zone, FieldRules rules, Instant now) {
        try {
            Cron schedule = Cron.of(cron, Objects.requireNonNullElse(zone, ZoneOffset.UTC));
            if (schedule.next(now).isEmpty()) {
                rules.add(
                        "cron",
                        "'" + cron + "' names no day of the next " + Cron.YEARS_MAX
                                + " years; check its day and month.");
            }
        } catch (IllegalArgumentException mistake) {
            rules.add("cron", mistake.getMessage());
        }
    }

    private static void checkAt(TriggerDefinition trigger, FieldRules rules, Instant now, Map<String, Instant> known) {
        if (trigger.at() == null) {
            return;
        }
        if (trigger.at().isAfter(AT_MAX)) {
            rules.add("at", "is " + trigger.at() + "; times up to the year 9999 are allowed.");
        } else if (!trigger.at().isAfter(now) && !trigger.at().equals(known.get(trigger.name()))) {
            rules.add("at", "is " + trigger.at() + ", which has passed; a new single time lies in the future.");
        }
    }
}
