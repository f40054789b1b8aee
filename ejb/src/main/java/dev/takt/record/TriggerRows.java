package dev.takt.record;

import dev.takt.core.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The triggers of a pool, as its owner reads them and moves them on. */
public final class TriggerRows {
    private static final String UPCOMING =
            """
            select job, name, spec, next_fire_at, made_at from job_trigger
            where pool = ? and next_fire_at <= ? order by pool, next_fire_at limit ?""";

    /** In the order in which a change of a job locks its triggers, so that the two cannot wait for each other. */
    private static final String LOCK = "select job from job_trigger where job = any(?) order by job, name for update";

    static final ArrayStatement MOVE_ON = new ArrayStatement(
            """
            merge into job_trigger t
            using (select * from unnest(cast(? as varchar array), cast(? as varchar array), cast(? as varchar array),
                    cast(? as varchar array), cast(? as bigint array), cast(? as bigint array), cast(? as bigint array))
                as u(job, name, pool, spec, due_us, next_us, skipped)) s
            on (t.job = s.job and t.name = s.name and t.pool = s.pool and t.spec = s.spec
                and t.next_fire_at = ${s.due_us} and $among{t.job})
            when matched then update set next_fire_at = ${s.next_us},
                last_fire_at = case when s.skipped = 1 then t.last_fire_at else t.next_fire_at end""");

    private TriggerRows() {}

    /**
     * A trigger that will fire.
     *
     * @param spec its definition as JSON text, see {@code dev.takt.job.TriggerSpec}
     */
    public record Upcoming(String job, String name, String spec, Instant nextFire, Instant madeAt) {}

    /**
     * A trigger that fired, or let a time pass.
     *
     * @param spec the definition by which it fired, with
     * @param due the time that was due: the row must still say both, else somebody changed the trigger meanwhile
     * @param next the time after it; null when there is none
     * @param skipped true when no task was made
     */
    public record Firing(String job, String name, String spec, Instant due, Instant next, boolean skipped) {}

    /** The triggers that fire up to a time, soonest first. */
    public static List<Upcoming> upcoming(Connection connection, String pool, Instant until, int limit)
            throws SQLException {
        List<Upcoming> upcoming = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(UPCOMING)) {
            statement.setString(1, pool);
            statement.setObject(2, until.atOffset(ZoneOffset.UTC));
            statement.setInt(3, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    upcoming.add(new Upcoming(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getObject(4, OffsetDateTime.class).toInstant(),
                            row.getObject(5, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return upcoming;
    }

    /** Moves triggers of a pool on; false when one was changed by somebody else, and then nothing may be committed. */
    public static boolean moveOn(Connection connection, String pool, List<Firing> firings) throws SQLException {
        if (firings.isEmpty()) {
            return true;
        }
        if (firings.size() > 1) {
            lock(connection, firings);
        }
        try (PreparedStatement statement = MOVE_ON.prepare(connection)) {
            new ArrayParameters<>(statement, firings)
                    .texts(Firing::job)
                    .texts(Firing::name)
                    .texts(firing -> pool)
                    .texts(Firing::spec)
                    .times(firing -> Micros.of(firing.due()))
                    .times(firing -> firing.next() == null ? 0 : Micros.of(firing.next()))
                    .numbers(firing -> firing.skipped() ? 1 : 0)
                    .texts(Firing::job);
            return statement.executeUpdate() == firings.size();
        }
    }

    private static void lock(Connection connection, List<Firing> firings) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            new ArrayParameters<>(statement, firings).texts(Firing::job);
            statement.executeQuery();
        }
    }
}
