package dev.takt.access;

import dev.takt.record.Database;
import dev.takt.record.Page;
import dev.takt.record.TimeOrderedId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Who did what, and when: one row for each administrative change, written in the change's own transaction. */
@ApplicationScoped
public class Audit {
    /** The most that one page holds. */
    public static final int LIMIT_MAX = 500;

    private static final int TARGET_MAX = 300;
    private static final int DETAIL_MAX = 4_000;

    private static final String INSERT =
            "insert into audit (id, at, actor, source, action, target, detail) values (?, ?, ?, ?, ?, ?, ?)";

    /**
     * One change.
     *
     * @param source the address that it came from; null when not known
     * @param action what was done: the kind of thing, a dot, a fact in the past tense, such as {@code job.changed}
     * @param target the name or id of what was changed
     * @param detail what changed, for people; null when there is no more to say
     */
    public record Entry(
            UUID id, Instant at, String actor, String source, String action, String target, String detail) {}

    /**
     * Which entries to list, newest first; null means any.
     *
     * @param from at or after
     * @param to before
     * @param after the last id of the page before
     * @param limit how many at most, 1 to {@value #LIMIT_MAX}
     */
    public record Filter(String actor, String action, String target, Instant from, Instant to, UUID after, int limit) {}

    private Database database;

    /** For the container. */
    protected Audit() {}

    @Inject
    public Audit(Database database) {
        this.database = database;
    }

    /** Records a change within the caller's transaction. */
    public static void record(Connection connection, String actor, String action, String target, String detail)
            throws SQLException {
        record(connection, actor, null, action, target, detail);
    }

    /** Records a change and the address that it came from, within the caller's transaction. */
    public static void record(
            Connection connection, String actor, String source, String action, String target, String detail)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, TimeOrderedId.next());
            insert.setObject(2, OffsetDateTime.now(ZoneOffset.UTC));
            insert.setString(3, actor);
            insert.setString(4, source);
            insert.setString(5, action);
            insert.setString(6, cut(target, TARGET_MAX));
            insert.setString(7, cut(detail, DETAIL_MAX));
            insert.executeUpdate();
        }
    }

    /** Records something that has no transaction of its own, such as a sign-in. */
    public void record(String actor, String source, String action, String target, String detail) {
        database.inTransaction(connection -> {
            record(connection, actor, source, action, target, detail);
            return null;
        });
    }

    /** One page of entries, newest first. */
    public Page<Entry> list(Filter filter) {
        StringBuilder sql = new StringBuilder("select id, at, actor, source, action, target, detail from audit");
        List<Object> values = new ArrayList<>();
        condition(sql, values, "actor = ?", filter.actor());
        condition(sql, values, "action = ?", filter.action());
        condition(sql, values, "target = ?", filter.target());
        condition(sql, values, "at >= ?", utc(filter.from()));
        condition(sql, values, "at < ?", utc(filter.to()));
        condition(sql, values, "id < ?", filter.after());
        // One more than asked for tells whether there is a next page.
        sql.append(" order by id desc limit ?");
        values.add(filter.limit() + 1);
        List<Entry> found = database.query(connection -> read(connection, sql.toString(), values));
        boolean more = found.size() > filter.limit();
        List<Entry> items = more ? List.copyOf(found.subList(0, filter.limit())) : found;
        return new Page<>(items, more ? items.get(items.size() - 1).id().toString() : null);
    }

    private static List<Entry> read(Connection connection, String sql, List<Object> values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            List<Entry> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Entry(
                            row.getObject("id", UUID.class),
                            row.getObject("at", OffsetDateTime.class).toInstant(),
                            row.getString("actor"),
                            row.getString("source"),
                            row.getString("action"),
                            row.getString("target"),
                            row.getString("detail")));
                }
            }
            return found;
        }
    }

    /** Adds one of the fixed conditions above; what a caller gave is always a parameter. */
    private static void condition(StringBuilder sql, List<Object> values, String condition, Object value) {
        if (value != null) {
            sql.append(values.isEmpty() ? " where " : " and ").append(condition);
            values.add(value);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static String cut(String text, int max) {
        return text == null || text.length() <= max ? text : text.substring(0, max - 1) + "…";
    }
}
