package dev.takt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.takt.api.TaktException;
import dev.takt.own.Owners;
import dev.takt.record.Database;
import dev.takt.record.JobRows;
import dev.takt.record.Page;
import dev.takt.record.TestDatabase;
import dev.takt.record.TriggerRows;
import dev.takt.record.TriggerRows.Firing;
import dev.takt.record.TriggerRows.Upcoming;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What jobs promise, on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JobsContract {
    private static final String NIGHTLY = "{'handler':'noop','triggers':[{'name':'nightly','cron':'0 30 2 * * *',"
            + "'zone':'Europe/Berlin'},{'every':'PT10M'}]}";

    private Database database;
    private Jobs jobs;

    abstract TestDatabase open();

    @BeforeAll
    void openDatabase() {
        database = open().database();
        jobs = new Jobs(database, new Owners(), new TaskSpecs());
    }

    @BeforeEach
    void empty() {
        execute("delete from job");
        execute("delete from job_version");
        execute("delete from audit");
    }

    @Test
    void aJobIsKeptAsItWasDefined() {
        Instant before = Instant.now();
        JobView made = put("report", NIGHTLY);
        assertThat(made.version()).isEqualTo(1);
        assertThat(made.changedBy()).isEqualTo("ann");
        assertThat(made.definition()).isEqualTo(read(NIGHTLY));
        assertThat(made.triggers()).extracting(JobView.TriggerView::name).containsExactly("nightly", "trigger-2");
        JobView.TriggerView every = made.triggers().get(1);
        assertThat(every.lastFire()).isNull();
        assertThat(every.nextFires()).hasSize(5);
        assertThat(every.nextFires().get(0)).isEqualTo(made.changedAt().plus(Duration.ofMinutes(10)));
        assertThat(every.nextFires().get(4)).isEqualTo(made.changedAt().plus(Duration.ofMinutes(50)));
        assertThat(made.changedAt()).isAfterOrEqualTo(before.minusSeconds(1));
        assertThat(jobs.find("report")).contains(made);
        assertThat(texts("select action from audit")).containsExactly("job.made");
    }

    @Test
    void aChangeMakesAVersionAndTheSameAgainDoesNot() {
        put("report", NIGHTLY);
        put("report", NIGHTLY);
        assertThat(texts("select version from job_version where name = 'report'"))
                .containsExactly("1");
        assertThat(texts("select action from audit")).containsExactly("job.made");
        JobView changed = put("report", "{'handler':'noop','payload':{'a':1}}");
        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.triggers()).isEmpty();
        assertThat(texts("select version from job_version order by version")).containsExactly("1", "2");
        assertThat(texts("select action from audit order by id")).containsExactly("job.made", "job.changed");
        assertThat(texts("select name from job_trigger")).isEmpty();
    }

    @Test
    void aTriggerThatStaysKeepsItsPlaceInTimeAndAChangedOneBeginsAnew() {
        put("report", NIGHTLY);
        Upcoming first = upcoming("trigger-2");
        fire(first);
        put("report", NIGHTLY.replace("noop", "sleep").replace("2 * * *", "3 * * *"));
        Upcoming stayed = upcoming("trigger-2");
        assertThat(stayed.madeAt()).isEqualTo(first.madeAt());
        assertThat(stayed.nextFire()).isEqualTo(first.nextFire().plus(Duration.ofMinutes(10)));
        JobView view = jobs.find("report").orElseThrow();
        assertThat(view.triggers().get(1).lastFire()).isEqualTo(first.nextFire());
        assertThat(upcoming("nightly").madeAt()).isEqualTo(view.changedAt());
    }

    @Test
    void aPausedJobHasNoDueTimesAndBeginsFromNowWhenItGoesOn() {
        put("report", NIGHTLY);
        JobView paused = put("report", NIGHTLY.replace("'handler'", "'paused':true,'handler'"));
        assertThat(paused.triggers())
                .allSatisfy(trigger -> assertThat(trigger.nextFires()).isEmpty());
        assertThat(texts("select name from job_trigger where next_fire_at is not null"))
                .isEmpty();
        JobView resumed = put("report", NIGHTLY);
        assertThat(resumed.triggers())
                .allSatisfy(trigger -> assertThat(trigger.nextFires()).hasSize(5));
    }

    @Test
    void anOwnerThatFiresWhileItsTriggerChangesFindsTheRowChanged() {
        put("report", NIGHTLY);
        Upcoming old = upcoming("trigger-2");
        put("report", NIGHTLY.replace("PT10M", "PT20M"));
        assertThat(move(old)).isFalse();
    }

    @Test
    void manyTriggersMoveOnAtOnceAndOneThatChangedIsNoticed() {
        put("report", NIGHTLY);
        put("other", NIGHTLY);
        Instant next = Instant.parse("2100-01-01T00:00:00.123456Z");
        List<Firing> firings = new ArrayList<>();
        for (Upcoming trigger : upcoming()) {
            boolean skipped = trigger.name().equals("nightly");
            boolean last = trigger.job().equals("other") && skipped;
            firings.add(new Firing(
                    trigger.job(), trigger.name(), trigger.spec(), trigger.nextFire(), last ? null : next, skipped));
        }
        assertThat(firings).hasSizeGreaterThanOrEqualTo(4);
        assertThat(database.<Boolean>inTransaction(connection -> TriggerRows.moveOn(connection, "default", firings)))
                .isTrue();
        assertThat(upcoming()).hasSize(firings.size() - 1).allSatisfy(trigger -> assertThat(trigger.nextFire())
                .isEqualTo(next));
        JobView view = jobs.find("report").orElseThrow();
        assertThat(view.triggers()).allSatisfy(trigger -> assertThat(trigger.lastFire() == null)
                .isEqualTo(trigger.name().equals("nightly")));
        // Their rows say another time by now.
        assertThat(database.<Boolean>inTransaction(connection -> TriggerRows.moveOn(connection, "default", firings)))
                .isFalse();
    }

    @Test
    void aSingleTimeThatPassedMayStayButNotBeNew() {
        Instant soon = Instant.now().plusSeconds(3600);
        String once = "{'handler':'noop','triggers':[{'name':'once','at':'" + soon + "'}]}";
        put("report", once);
        fire(upcoming("once"));
        assertThat(jobs.find("report").orElseThrow().triggers().get(0).nextFires())
                .isEmpty();
        String past = "{'handler':'noop','triggers':[{'at':'2020-01-01T00:00:00Z'}]}";
        assertThat(fields(past)).containsExactly("triggers[0].at");
    }

    @Test
    void deletingLeavesTheVersionsAndTheNameCountsOn() {
        put("report", NIGHTLY);
        jobs.delete("report", "bob");
        assertThat(jobs.find("report")).isEmpty();
        assertThat(texts("select name from job_trigger")).isEmpty();
        assertThat(texts("select version from job_version where definition is null"))
                .containsExactly("2");
        assertThat(texts("select action from audit order by id")).containsExactly("job.made", "job.deleted");
        assertThat(put("report", NIGHTLY).version()).isEqualTo(3);
        assertThatExceptionOfType(TaktException.NotFound.class)
                .isThrownBy(() -> jobs.delete("nothing", "bob"))
                .withMessageContaining("no job 'nothing'");
    }

    @Test
    void anInvalidDefinitionChangesNothing() {
        assertThat(fields("{'queue':'nowhere','priority':101}")).containsExactly("handler", "priority", "queue");
        assertThat(jobs.find("x")).isEmpty();
        assertThat(texts("select action from audit")).isEmpty();
    }

    @Test
    void pagesFollowEachOtherByName() {
        for (String name : List.of("b", "a", "d", "c", "e")) {
            put(name, NIGHTLY);
        }
        List<String> names = new ArrayList<>();
        String after = null;
        do {
            Page<JobView> page = jobs.list(after, 2);
            page.items().forEach(job -> {
                names.add(job.name());
                assertThat(job.triggers())
                        .allSatisfy(trigger -> assertThat(trigger.nextFires()).hasSize(5));
            });
            after = page.next();
        } while (after != null);
        assertThat(names).containsExactly("a", "b", "c", "d", "e");
        assertThat(jobs.list("e", 2)).isEqualTo(new Page<>(List.of(), null));
    }

    @Test
    void changesAtTheSameTimeAllCount() throws Exception {
        put("report", "{'handler':'noop'}");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<JobView>> changes = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                String definition = "{'handler':'noop','priority':" + i + ",'triggers':[{'every':'PT" + i + "M'}]}";
                changes.add(() -> put("report", definition));
            }
            for (Future<JobView> change : threads.invokeAll(changes)) {
                change.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(jobs.find("report").orElseThrow().version()).isEqualTo(21);
        assertThat(texts("select version from job_version")).hasSize(21);
        assertThat(texts("select name from job_trigger")).hasSize(1);
    }

    @Test
    void ofTwoWhoMakeTheSameJobOneIsRefused() {
        JobRows.Job job = new JobRows.Job("report", 1, "{}", Instant.now(), "ann");
        boolean second = database.inTransaction(connection -> {
            boolean first = JobRows.insert(connection, job);
            return first && JobRows.insert(connection, job);
        });
        assertThat(second).isFalse();
    }

    private JobView put(String name, String definition) {
        return jobs.put(name, read(definition), "ann");
    }

    private static JobDefinition read(String definition) {
        return JobDocument.read(definition.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private List<String> fields(String definition) {
        return catchThrowableOfType(TaktException.Invalid.class, () -> put("x", definition)).violations().stream()
                .map(TaktException.Violation::field)
                .toList();
    }

    /** A trigger as the owner of its pool reads it. */
    private Upcoming upcoming(String trigger) {
        return upcoming().stream()
                .filter(one -> one.name().equals(trigger))
                .findFirst()
                .orElseThrow();
    }

    private List<Upcoming> upcoming() {
        Instant until = Instant.parse("2101-01-01T00:00:00Z");
        return database.query(connection -> TriggerRows.upcoming(connection, "default", until, 100));
    }

    private void fire(Upcoming trigger) {
        assertThat(move(trigger)).isTrue();
    }

    private boolean move(Upcoming trigger) {
        Instant next = TriggerSpec.read(trigger.spec())
                .schedule(trigger.madeAt())
                .next(trigger.nextFire())
                .orElse(null);
        return database.inTransaction(connection -> TriggerRows.moveOn(
                connection,
                "default",
                List.of(new Firing(trigger.job(), trigger.name(), trigger.spec(), trigger.nextFire(), next, false))));
    }

    private List<String> texts(String sql) {
        return database.query(connection -> {
            List<String> texts = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        });
    }

    private void execute(String sql) {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }
}
