package dev.takt.core.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RetryPolicy policy = new RetryPolicy(10, 1_000, 2, 30_000);

    @Test
    void waitsDoubleUpToTheirCapWithinAQuarterOfJitter() {
        for (int failed = 1; failed <= 9; failed++) {
            double base = Math.min(1_000_000 * Math.pow(2, failed - 1.0), 30_000_000);
            for (long seed = 0; seed < 1_000; seed++) {
                assertThat((double) policy.waitMicros(failed, seed)).isBetween(base * 0.75, base * 1.25);
            }
        }
    }

    @Test
    void jitterSpreadsEvenlyAndIsTheSameForTheSameSeed() {
        double sum = 0;
        for (long seed = 0; seed < 10_000; seed++) {
            sum += policy.waitMicros(1, seed);
            assertThat(policy.waitMicros(1, seed)).isEqualTo(policy.waitMicros(1, seed));
        }
        assertThat(sum / 10_000).isBetween(990_000.0, 1_010_000.0);
    }

    @Test
    void badPoliciesAreRefused() {
        assertThatThrownBy(() -> new RetryPolicy(0, 1, 2, 1)).hasMessageContaining("attempts must be 1 to 100");
        assertThatThrownBy(() -> new RetryPolicy(1, -1, 2, 1)).hasMessageContaining("negative");
        assertThatThrownBy(() -> new RetryPolicy(1, 1, Double.NaN, 1)).hasMessageContaining("factor must be 1 to 10");
    }
}
