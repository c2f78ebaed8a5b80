package dev.seaworthy.ratelimit.identify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Random limiters of all classes, at round trips of 1 to 80 ms. A build runs the first few of a fixed sequence;
 * {@code -Dseaworthy.limiters=1000} runs as many as that.
 */
class IdentificationTrialTest {
    private static final String LIMITERS = "seaworthy.limiters";
    private static final int IN_A_BUILD = 28;

    @Test
    void identifies_random_limiters_and_is_not_sure_of_what_is_wrong() throws Exception {
        int limiters = Integer.getInteger(LIMITERS, IN_A_BUILD);

        TrialSuite suite = TrialSuite.run(0, limiters);

        System.out.print(suite.report());
        assertThat(suite.rightClass()).as(suite.report()).isGreaterThanOrEqualTo((int) (0.97 * suite.rejected()));
        assertThat(suite.right()).as(suite.report()).isGreaterThanOrEqualTo((int) (0.97 * suite.rejected()));
        assertThat(suite.wrongHigh()).as(suite.report()).isLessThanOrEqualTo((int) (0.005 * suite.high()));
        assertThat(suite.high()).as("sure of most").isGreaterThan(suite.rejected() / 2);
    }
}
