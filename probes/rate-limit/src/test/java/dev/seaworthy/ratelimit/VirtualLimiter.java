package dev.seaworthy.ratelimit;

import dev.seaworthy.testkit.VirtualTime;
import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A limiter in virtual time, behind a network with a fixed round trip. */
final class VirtualLimiter implements Transport {
    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final long origin = time.nanos();
    private final Supplier<Model> models;
    private final Map<Caller, Model> states = new HashMap<>();
    private final Duration roundTrip;
    private boolean shared;
    private int sent;

    VirtualLimiter(Duration roundTrip, Supplier<Model> models) {
        this.roundTrip = roundTrip;
        this.models = models;
    }

    /** From now on, both users draw from one allowance. */
    VirtualLimiter sharedByAll() {
        shared = true;
        return this;
    }

    int sent() {
        return sent;
    }

    @Override
    public List<Reply> volley(List<Caller> callers) {
        long before = time.nanos();
        time.advance(roundTrip.dividedBy(2));
        List<Decision> decisions = new ArrayList<>();
        for (Caller caller : callers) {
            Model model = states.computeIfAbsent(shared ? Caller.LIMITED : caller, unused -> models.get());
            sent++;
            decisions.add(model.decide((time.nanos() - origin) / 1e9));
        }
        time.advance(roundTrip.dividedBy(2));
        List<Reply> replies = new ArrayList<>();
        for (Decision decision : decisions) {
            Reply.Kind kind = switch (decision.status) {
                case 200 -> Reply.Kind.ADMITTED;
                case 429 -> Reply.Kind.REFUSED;
                default -> Reply.Kind.OTHER;
            };
            replies.add(new Reply(kind, decision.status, decision.headers, "", before, time.nanos(), null));
        }
        return replies;
    }

    @Override
    public void rest(Duration silence) {
        time.advance(silence);
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public Instant wallClock() {
        return time.wallClock();
    }

    /** Decides one request at a time in seconds. */
    interface Model {
        Decision decide(double now);
    }

    record Decision(int status, Headers headers) {
        static final Decision ADMIT = new Decision(200, Headers.NONE);

        static Decision refuse(double wait) {
            long seconds = Math.max(1, (long) Math.ceil(wait));
            return new Decision(429, Headers.NONE.with("Retry-After", Long.toString(seconds)));
        }
    }

    static Model bucket(double burst, double perSecond) {
        return new Model() {
            private double tokens = burst;
            private double last;

            @Override
            public Decision decide(double now) {
                tokens = Math.min(burst, tokens + (now - last) * perSecond);
                last = now;
                if (tokens >= 1) {
                    tokens -= 1;
                    return Decision.ADMIT;
                }
                return Decision.refuse((1 - tokens) / perSecond);
            }
        };
    }

    /** Opened by the first request; {@code earlySeconds} are taken off its promise. */
    static Model window(int quota, double seconds, double earlySeconds) {
        return new Model() {
            private double end = -1;
            private int count;

            @Override
            public Decision decide(double now) {
                if (now >= end) {
                    end = now + seconds;
                    count = 0;
                }
                count++;
                return count <= quota ? Decision.ADMIT : Decision.refuse(end - now - earlySeconds);
            }
        };
    }

    /** On a fixed grid, whatever the first request's time. */
    static Model grid(int quota, double seconds, double phase) {
        return new Model() {
            private long window = Long.MIN_VALUE;
            private int count;

            @Override
            public Decision decide(double now) {
                long current = (long) Math.floor((now - phase) / seconds);
                if (current != window) {
                    window = current;
                    count = 0;
                }
                count++;
                return count <= quota ? Decision.ADMIT : Decision.refuse((current + 1) * seconds + phase - now);
            }
        };
    }

    static Model always(int status) {
        return now -> new Decision(status, Headers.NONE);
    }
}
