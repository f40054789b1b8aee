package dev.takt.job;

import dev.takt.record.TestDatabase;

class PostgreSqlJobsTest extends JobsContract {
    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
