package dev.takt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.takt.api.Needs;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import dev.takt.core.Micros;
import dev.takt.core.task.Demand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of jobs, and their rules. */
class JobDocumentTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final String FULL =
            """
            {"handler": "http", "description": "Fetches prices.", "payload": {"url": "https://example.org", "n": 1.50},
             "queue": "mail", "priority": -5, "timeout": "PT30S", "ttl": "PT1H",
             "retry": {"attempts": 3, "backoff": "PT1S", "factor": 2.0, "backoffMax": "PT1H"},
             "labels": {"team": "ops"}, "paused": true,
             "triggers": [
               {"name": "nightly", "cron": "0 30 2 * * MON-FRI", "zone": "Europe/Berlin", "misfire": "SKIP"},
               {"every": "PT10M"}, {"at": "2026-12-24T18:00:00+01:00"}]}""";

    private static JobDefinition read(String json) {
        return JobDocument.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<Violation> violations(String json) {
        return catchThrowableOfType(TaktException.Invalid.class, () -> read(json))
                .violations();
    }

    private static List<Violation> broken(String json) {
        return JobRules.check("job", read(json), NOW, Map.of());
    }

    @Test
    void everyPartIsRead() {
        JobDefinition job = read(FULL);
        assertThat(job.handler()).isEqualTo("http");
        assertThat(job.payload()).isEqualTo("{\"url\":\"https://example.org\",\"n\":1.50}");
        assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(job.retry().attempts()).isEqualTo(3);
        assertThat(job.paused()).isTrue();
        assertThat(job.triggers())
                .containsExactly(
                        new TriggerDefinition(
                                "nightly",
                                "0 30 2 * * MON-FRI",
                                ZoneId.of("Europe/Berlin"),
                                null,
                                null,
                                TriggerDefinition.Misfire.SKIP),
                        new TriggerDefinition("trigger-2", null, null, Duration.ofMinutes(10), null, null),
                        new TriggerDefinition(
                                "trigger-3", null, null, null, Instant.parse("2026-12-24T17:00:00Z"), null));
        assertThat(JobRules.check("prices", job, NOW, Map.of())).isEmpty();
    }

    @Test
    void whatAJobNeedsIsReadWrittenAndChecked() {
        String needs = "{'handler':'noop','expected':'PT5S','deadline':'PT1H','resources':{'cpu':0.5,'memoryMb':256},"
                + "'affinityKey':'k','group':'g','nodeLabels':{'zone':'a'},'preferLabels':{'disk':'ssd'}}";
        JobDefinition job = read(needs);
        assertThat(JobDocument.write(job)).isEqualTo(needs.replace('\'', '"'));
        assertThat(JobRules.check("job", job, NOW, Map.of())).isEmpty();
        assertThat(broken("{'handler':'noop','deadline':'2026-12-24T18:00:00Z','resources':{'cpu':0}}"))
                .extracting(Violation::field)
                .containsExactly("resources.cpu", "deadline");
    }

    @Test
    void aTaskAsksWhatItSaysAndElseWhatItsJobSays() {
        Needs job = new Needs(
                Duration.ofSeconds(5),
                null,
                Duration.ofHours(1),
                0.5,
                256,
                "k",
                "g",
                Map.of("zone", "a"),
                Map.of("disk", "ssd"));
        Needs own = new Needs(null, null, null, 2.0, null, "mine", null, Map.of("zone", "b", "gpu", "yes"), null);

        assertThat(TaskSpecs.demand(null, null, NOW)).isSameAs(Demand.NONE);
        assertThat(TaskSpecs.demand(null, job, NOW))
                .isEqualTo(new Demand(
                        5_000_000,
                        Micros.of(NOW.plusSeconds(3_600)),
                        500,
                        256,
                        "k",
                        "g",
                        Map.of("zone", "a"),
                        Map.of("disk", "ssd")));
        assertThat(TaskSpecs.demand(own, job, NOW))
                .isEqualTo(new Demand(
                        5_000_000,
                        Micros.of(NOW.plusSeconds(3_600)),
                        2_000,
                        256,
                        "mine",
                        "g",
                        Map.of("zone", "b", "gpu", "yes"),
                        Map.of("disk", "ssd")));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        JobDefinition job = read(FULL);
        assertThat(read(JobDocument.write(job))).isEqualTo(job);
        JobDefinition least = read("{'handler':'noop'}");
        assertThat(JobDocument.write(least)).isEqualTo("{\"handler\":\"noop\"}");
    }

    @Test
    void aTriggersTextSaysAllThatTheOwnerNeeds() {
        for (TriggerDefinition trigger : read(FULL).triggers()) {
            TriggerSpec spec = TriggerSpec.of(trigger);
            TriggerSpec again = TriggerSpec.read(spec.write());
            assertThat(again.write()).isEqualTo(spec.write());
            assertThat(again.kind()).isEqualTo(spec.kind());
            assertThat(again.skipsMissed()).isEqualTo(trigger.misfire() == TriggerDefinition.Misfire.SKIP);
            assertThat(again.schedule(NOW)).isEqualTo(spec.schedule(NOW));
            assertThat(again.schedule(NOW).next(NOW)).isPresent();
        }
    }

    @Test
    void mistakesOfFormNameTheirFields() {
        assertThat(violations("{'handler':1,'pausd':true,'paused':'yes','labels':[],'triggers':[{'cron':5},"
                        + "{'zone':'Mars/Base','misfire':'never','evry':'PT1S','every':'soon'},7]}"))
                .extracting(Violation::field)
                .containsExactly(
                        "handler",
                        "pausd",
                        "paused",
                        "labels",
                        "triggers[0].cron",
                        "triggers[1].zone",
                        "triggers[1].misfire",
                        "triggers[1].evry",
                        "triggers[1].every",
                        "triggers[2]");
        assertThat(violations("{'handler':'a','handler':'b'}")).hasSize(1);
        assertThat(violations("[]")).hasSize(1);
        assertThat(violations("")).hasSize(1);
        assertThat(violations("{'triggers':{}}")).extracting(Violation::field).containsExactly("triggers");
    }

    @Test
    void allBrokenRulesAreToldAtOnce() {
        assertThat(
                        broken(
                                """
                        {'handler':'no handler','queue':'','priority':200,'timeout':'PT0S','ttl':'P400D',
                         'retry':{'attempts':0,'factor':11},'labels':{'a b':'c'},
                         'triggers':[{},{'cron':'* * *'},{'name':'x y','every':'PT0.5S'},
                          {'name':'trigger-2','at':'2020-01-01T00:00:00Z'}]}"""))
                .extracting(Violation::field)
                .containsExactly(
                        "handler",
                        "queue",
                        "priority",
                        "timeout",
                        "ttl",
                        "retry.attempts",
                        "retry.factor",
                        "labels",
                        "triggers[0].cron",
                        "triggers[1].cron",
                        "triggers[2].name",
                        "triggers[2].every",
                        "triggers[3].name",
                        "triggers[3].at");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'cron':'0 0 25 * * *'}                            | cron  | The hour '25' is not 0 to 23.
                    {'cron':'0 0 0 30 2 ?'}                            | cron  | names no day of the next 8 years
                    {'cron':'0 0 0 * * *','every':'PT1M'}              | every | is given together with cron
                    {'every':'PT1M','zone':'UTC'}                      | zone  | is given without cron
                    {'every':'P367D'}                                  | every | 366 days
                    {'every':'PT1.0005S'}                              | every | whole milliseconds
                    {'at':'2026-11-21T12:00:00Z'}                      | at    | which has passed
                    {'at':'+12026-11-21T12:00:00Z'}                    | at    | up to the year 9999
                    """)
    void aTriggersRuleIsExplained(String trigger, String field, String rule) {
        List<Violation> violations = broken("{'handler':'noop','triggers':[" + trigger + "]}");
        assertThat(violations).extracting(Violation::field).containsExactly("triggers[0]." + field);
        assertThat(violations.get(0).rule()).contains(rule);
    }

    @Test
    void upToTwentyTriggersAreAllowed() {
        String one = "{'every':'PT1M'}";
        assertThat(broken("{'handler':'noop','triggers':[" + one + (", " + one).repeat(19) + "]}"))
                .isEmpty();
        assertThat(broken("{'handler':'noop','triggers':[" + one + (", " + one).repeat(20) + "]}"))
                .extracting(Violation::toString)
                .containsExactly("triggers: has 21 triggers; up to 20 are allowed.");
    }

    @Test
    void aSingleTimeThatWasKnownMayHavePassed() {
        JobDefinition job = read("{'handler':'noop','triggers':[{'name':'once','at':'2020-01-01T00:00:00Z'}]}");
        assertThat(JobRules.check("job", job, NOW, Map.of("once", Instant.parse("2020-01-01T00:00:00Z"))))
                .isEmpty();
    }
}
