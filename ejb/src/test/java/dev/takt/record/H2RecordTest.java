package dev.takt.record;

class H2RecordTest extends RecordContract {
    @Override
    TestDatabase open() {
        return TestDatabase.h2();
    }
}
