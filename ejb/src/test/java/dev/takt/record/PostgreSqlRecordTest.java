package dev.takt.record;

class PostgreSqlRecordTest extends RecordContract {
    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
