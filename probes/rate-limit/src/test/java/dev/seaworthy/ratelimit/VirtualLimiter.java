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
        long undelayed = time.nanos();
        double longest =
                decisions.stream().mapToDouble(Decision::delaySeconds).max().orElse(0);
        time.advance(Duration.ofNanos((long) (longest * 1e9)));
        List<Reply> replies = new ArrayList<>();
        for (Decision decision : decisions) {
            Reply.Kind kind = switch (decision.status) {
                case 200 -> Reply.Kind.ADMITTED;
                case 429 -> Reply.Kind.REFUSED;
                default -> Reply.Kind.OTHER;
            };
            replies.add(new Reply(
                    kind,
                    decision.status,
                    decision.headers,
                    "",
                    before,
                    undelayed + (long) (decision.delaySeconds * 1e9),
                    null));
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

    record Decision(int status, Headers headers, double delaySeconds) {
        Decision(int status, Headers headers) {
            this(status, headers, 0);
        }

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

    /** A leaky bucket that makes up to {@code burst} requests wait for their turn, and announces nothing. */
    static Model queue(int burst, double perSecond) {
        return new Model() {
            private double excess = -1;
            private double last;

            @Override
            public Decision decide(double now) {
                double waiting = Math.max(0, Math.max(-1, excess - (now - last) * perSecond) + 1);
                if (waiting > burst) {
                    return new Decision(429, Headers.NONE);
                }
                excess = waiting;
                last = now;
                return new Decision(200, Headers.NONE, waiting / perSecond);
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

    /** Tells the time that is left of a window cut off to whole seconds, as careless limiters do. */
    static Model roundedDown(Model truthful, double seconds) {
        return new Model() {
            private double begin = Double.NaN;

            @Override
            public Decision decide(double now) {
                Decision decision = truthful.decide(now);
                if (Double.isNaN(begin) || now >= begin + seconds) {
                    begin = now;
                }
                long left = (long) Math.floor(begin + seconds - now);
                return decision.status == 200
                        ? decision
                        : new Decision(429, Headers.NONE.with("Retry-After", Long.toString(left)));
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
