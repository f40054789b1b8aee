package dev.takt.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The triggers of a pool, as its owner reads them and moves them on. */
public final class TriggerRows {
    private static final String UPCOMING =
            """
            select job, name, spec, next_fire_at, made_at from job_trigger
            where pool = ? and next_fire_at <= ? order by pool, next_fire_at limit ?""";

    private static final String MOVE_ON =
            """
            update job_trigger set last_fire_at = coalesce(?, last_fire_at), next_fire_at = ?
            where job = ? and name = ? and next_fire_at = ? and spec = ?""";

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

    /** Moves triggers on; false when one was changed by somebody else, and then nothing may be committed. */
    public static boolean moveOn(Connection connection, List<Firing> firings) throws SQLException {
        if (firings.isEmpty()) {
            return true;
        }
        // In the order in which a change of a job locks its triggers, so that the two cannot wait for each other.
        List<Firing> ordered = firings.stream()
                .sorted(Comparator.comparing(Firing::job).thenComparing(Firing::name))
                .toList();
        try (PreparedStatement statement = connection.prepareStatement(MOVE_ON)) {
            for (Firing firing : ordered) {
                OffsetDateTime due = firing.due().atOffset(ZoneOffset.UTC);
                statement.setObject(1, firing.skipped() ? null : due, Types.TIMESTAMP_WITH_TIMEZONE);
                statement.setObject(
                        2,
                        firing.next() == null ? null : firing.next().atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE);
                statement.setString(3, firing.job());
                statement.setString(4, firing.name());
                statement.setObject(5, due);
                statement.setString(6, firing.spec());
                statement.addBatch();
            }
            return IntStream.of(statement.executeBatch()).allMatch(moved -> moved == 1);
        }
    }
}
