package dev.takt.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The past of jobs. */
public final class JobVersionRows {
    private static final String NEWEST =
            """
            select version, definition, changed_by from job_version where name = ? order by version desc limit 1""";

    private static final String NEWEST_OF =
            """
            select version, definition, changed_by from job_version
            where name = ? and definition is not null and substring(changed_by from 1 for ?) = ?
            order by version desc limit 1""";

    private JobVersionRows() {}

    /** @param definition JSON text; null when the job was deleted */
    public record Version(int number, String definition, String changedBy) {}

    /** The newest version of a job, then the newest by an author with this prefix, as far as there are any. */
    public static List<Version> latest(Connection connection, String job, String authorPrefix) throws SQLException {
        List<Version> versions = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setString(1, job);
            read(statement, versions);
        }
        try (PreparedStatement statement = connection.prepareStatement(NEWEST_OF)) {
            statement.setString(1, job);
            statement.setInt(2, authorPrefix.length());
            statement.setString(3, authorPrefix);
            read(statement, versions);
        }
        return versions;
    }

    private static void read(PreparedStatement statement, List<Version> versions) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                versions.add(new Version(row.getInt(1), row.getString(2), row.getString(3)));
            }
        }
    }
}
