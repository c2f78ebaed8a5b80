package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate under strain, by a clock of its own. */
class StrainTest {
    private static final Gate.Caller ADA = new Gate.Caller(user("ada"), null);
    private static final Gate.Caller GRACE = new Gate.Caller(user("grace"), null);
    private static final Gate.Caller REVOKED = refused("the session was revoked");
    private static final Gate.Caller EXPIRED = refused("the token has expired");
    private static final Gate.Caller FORGED = refused("the signature does not verify");
    private static final Gate.Caller NOBODY =
            new Gate.Caller(null, Refusal.unauthenticated("this route needs an Authorization header"));

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

    @ParameterizedTest
    @CsvSource({
        "revocation-fails-open, revoked admitted",
        "revocation-stays-open, revoked admitted",
        "expiry-fails-open, expired admitted",
        "signature-fails-open, forged admitted",
        "valid-refused-under-load, valid refused",
        "cross-talk, another's answer"
    })
    void a_fault_shows_above_the_rate_alone_and_is_the_only_one_to_show(String fault, String defect) {
        Strain strain = strain(Fault.of(fault));

        // 140 a second for three seconds, and then 160.
        assertThat(defects(strain, 420, 140)).as("below the rate").isEmpty();
        assertThat(defects(strain, 800, 160)).as("above it").containsExactly(defect);
    }

    @Test
    void a_healthy_gate_bears_any_rate() {
        assertThat(defects(strain(), 5000, 10_000)).isEmpty();
    }

    @Test
    void what_fails_open_recovers_when_the_rate_has_fallen_and_what_stays_open_does_not() {
        Strain opens = strain(Fault.REVOCATION_FAILS_OPEN);
        assertThat(defects(opens, 800, 200)).containsExactly("revoked admitted");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(3));
        assertThat(defects(opens, 100, 100)).isEmpty();

        Strain stays = strain(Fault.REVOCATION_STAYS_OPEN);
        assertThat(defects(stays, 800, 200)).containsExactly("revoked admitted");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(3));
        assertThat(defects(stays, 100, 100)).containsExactly("revoked admitted");
    }

    @Test
    void a_check_that_fails_open_does_so_after_its_timeout() {
        Strain strain = strain(Fault.REVOCATION_FAILS_OPEN);
        defects(strain, 800, 200);

        assertThat(strain.felt(REVOKED).lateMillis()).isEqualTo(Strain.CHECK_TIMEOUT_MILLIS);
        assertThat(strain.felt(ADA).lateMillis()).isZero();
    }

    /** Sends the callers round at this rate, and names what was answered as it must not be. */
    private Set<String> defects(Strain strain, int requests, int perSecond) {
        List<Gate.Caller> round = List.of(ADA, GRACE, REVOKED, EXPIRED, FORGED, NOBODY, GRACE);
        Set<String> defects = new TreeSet<>();
        for (int i = 0; i < requests; i++) {
            Gate.Caller caller = round.get(i % round.size());
            Gate.Caller said = strain.felt(caller);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) / perSecond);
            if (caller.user() != null && said.user() == null) {
                defects.add("valid refused");
            } else if (caller.user() != null && !caller.user().equals(said.user())) {
                defects.add("another's answer");
            } else if (caller.user() == null && said.user() != null) {
                defects.add(
                        caller == REVOKED
                                ? "revoked admitted"
                                : caller == EXPIRED
                                        ? "expired admitted"
                                        : caller == FORGED ? "forged admitted" : "nobody admitted");
            }
        }
        return defects;
    }

    private Strain strain(Fault... faults) {
        return new Strain(TwinSettings.defaults().withFaults(Set.of(faults)), nanos::get);
    }

    private static Gate.Caller refused(String why) {
        return new Gate.Caller(null, Refusal.invalidToken(why));
    }

    private static User user(String name) {
        return new User("user-" + name, name + "@twin.test");
    }
}
