package dev.takt.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private long nanos = 1;
    private final LoginThrottle throttle = new LoginThrottle(() -> nanos);

    @Test
    void mistypingAFewTimesCostsNothing() {
        fail("ann", "10.0.0.1", LoginThrottle.FREE_FOR_USER);

        assertThat(throttle.waitFor("ann", "10.0.0.1")).isZero();
    }

    @Test
    void eachFurtherFailureDoublesTheWait() {
        fail("ann", "10.0.0.1", LoginThrottle.FREE_FOR_USER + 1);
        assertThat(throttle.waitFor("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(1));
        fail("ann", "10.0.0.1", 1);
        assertThat(throttle.waitFor("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(2));
        fail("ann", "10.0.0.1", 1);
        assertThat(throttle.waitFor("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void theWaitForANameIsBoundedSoThatNobodyIsLockedOut() {
        fail("ann", "10.0.0.1", 500);

        assertThat(throttle.waitFor("ann", "10.0.0.2")).isEqualTo(LoginThrottle.WAIT_MAX_FOR_USER);
    }

    @Test
    void theWaitEndsByItself() {
        fail("ann", "10.0.0.1", LoginThrottle.FREE_FOR_USER + 1);
        pass(Duration.ofSeconds(1));

        assertThat(throttle.waitFor("ann", "10.0.0.1")).isZero();
    }

    @Test
    void guessingForManyNamesFromOneAddressIsSlowedDownToo() {
        for (int i = 0; i <= LoginThrottle.FREE_FOR_SOURCE; i++) {
            throttle.failed("user" + i, "10.0.0.1");
        }

        assertThat(throttle.waitFor("another", "10.0.0.1")).isPositive();
        assertThat(throttle.waitFor("another", "10.0.0.2")).isZero();
        assertThat(throttle.waitFor(null, "10.0.0.1")).isPositive();
    }

    @Test
    void theRightPasswordClearsTheNameButNotTheAddress() {
        fail("ann", "10.0.0.1", LoginThrottle.FREE_FOR_SOURCE + 5);
        throttle.succeeded("ann");

        assertThat(throttle.waitFor("ann", "10.0.0.2")).isZero();
        assertThat(throttle.waitFor("ann", "10.0.0.1")).isPositive();
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        fail("ann", "10.0.0.1", LoginThrottle.FREE_FOR_USER);
        pass(Duration.ofMinutes(16));
        fail("ann", "10.0.0.1", 1);

        assertThat(throttle.waitFor("ann", "10.0.0.1")).isZero();
    }

    private void fail(String user, String source, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(user, source);
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
