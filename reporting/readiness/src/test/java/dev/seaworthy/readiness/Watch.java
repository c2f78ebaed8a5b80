package dev.seaworthy.readiness;

import dev.seaworthy.recording.HealthSample;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One second of an injector that has room, to be changed field by field. */
final class Watch {
    Instant at = Fixture.START.plusSeconds(21);
    String phase = "baseline";

    @Nullable
    Double lagP99 = 0.0002;

    @Nullable
    Double canaryMax = 0.0009;

    long canaryAnswered = 10;
    boolean watchedByCanary = true;
    double hiccup = 0.002;
    double loopLag = 0.001;
    double loopBusy = 0.4;
    double gc;
    double busiestCpu = 0.6;
    double steal;
    double throttled;
    long descriptors = 120;
    long planned = 100;
    long sent = 100;
    long shed;
    long waiting;
    long ok = 100;
    long inFlight = 2;

    void loseCanary() {
        canaryAnswered = 0;
        canaryMax = null;
    }

    HealthSample sample() {
        return new HealthSample(
                at,
                phase,
                1,
                new HealthSample.Arrivals(planned, sent, 0, 0, shed, waiting, ok, 0, inFlight, 1.9, 2.0),
                new HealthSample.Lateness(0.0001, lagP99, lagP99, 0.0001),
                watchedByCanary
                        ? new HealthSample.Canary(
                                10, canaryAnswered, canaryAnswered == 0 ? null : (Double) 0.0003, canaryMax)
                        : null,
                new HealthSample.Process(hiccup, loopLag, loopBusy, gc, 0.5, 60_000_000, descriptors, 1024L),
                new HealthSample.Host(2, 0.4, busiestCpu, steal, throttled, 0L, 0.02, 40L, 0L));
    }
}
