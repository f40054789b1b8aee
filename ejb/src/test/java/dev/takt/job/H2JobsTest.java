package dev.takt.job;

import dev.takt.record.TestDatabase;

class H2JobsTest extends JobsContract {
    @Override
    TestDatabase open() {
        return TestDatabase.h2();
    }
}
