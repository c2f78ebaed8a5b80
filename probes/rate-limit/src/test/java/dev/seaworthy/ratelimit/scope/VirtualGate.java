package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Answer.Outcome;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Transport;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.testkit.VirtualTime;
import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service behind a limiter that counts by key, in virtual time: several users, several addresses, any spelling. */
final class VirtualGate implements Transport {
    static final Usual USUAL = new Usual("GET", "/api/x", "127.0.0.1:8080", Usual.Credential.BEARER, false);

    private static final int BODY = 120;

    private final VirtualTime time;
    private final Keying keying;
    private final Supplier<Deciding> limiters;
    private final double roundTrip;
    private final double jitter;
    private final SplittableRandom random;
    private final Map<String, Deciding> byKey = new HashMap<>();
    private Serving serving = VirtualGate::strictly;
    private int callers = 3;
    private int addresses = 2;
    private boolean racing;
    final List<Sent> sent = new ArrayList<>();

    /**
     * A request as the service sees it.
     *
     * @param authorization null where there is none
     * @param headers what was added, by names in lower case
     */
    record Sent(
            String address,
            String method,
            String target,
            @Nullable String authorization,
            Map<String, String> headers,
            boolean http10) {
        String path() {
            return target.replaceFirst("\\?.*", "");
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        /** Without regard to the case of the scheme. */
        String token() {
            return authorization == null ? "nobody" : authorization.replaceFirst("(?i)^bearer ", "");
        }
    }

    /** Which quota a request counts on; null for none. */
    interface Keying {
        @Nullable
        String key(Sent request);
    }

    /** What status a request has that was let through. */
    interface Serving {
        int status(Sent request);
    }

    VirtualGate(Keying keying, Supplier<Deciding> limiters, double roundTrip, double jitter, long seed) {
        this(Instant.parse("2026-01-01T00:00:00.123Z"), keying, limiters, roundTrip, jitter, seed);
    }

    VirtualGate(Instant start, Keying keying, Supplier<Deciding> limiters, double roundTrip, double jitter, long seed) {
        time = VirtualTime.startingAt(start);
        this.keying = keying;
        this.limiters = limiters;
        this.roundTrip = roundTrip;
        this.jitter = jitter;
        random = new SplittableRandom(seed);
    }

    VirtualGate serving(Serving other) {
        serving = other;
        return this;
    }

    VirtualGate with(int callers, int addresses) {
        this.callers = callers;
        this.addresses = addresses;
        return this;
    }

    /** What arrives together is decided on one and the same count. */
    VirtualGate racing() {
        racing = true;
        return this;
    }

    /** One spelling, one method, one way to say who one is. */
    static int strictly(Sent request) {
        if (request.authorization() == null) {
            return 401;
        }
        boolean found = request.path().equals("/api/x") && !request.method().equals("POST");
        return !found ? 404 : request.method().equals("OPTIONS") ? 204 : 200;
    }

    /** Every spelling means the same. */
    static int leniently(Sent request) {
        String path = request.path().toLowerCase(Locale.ROOT);
        for (char letter : "apix".toCharArray()) {
            path = path.replace(String.format(Locale.ROOT, "%%%02x", (int) letter), "" + letter);
        }
        path = path.replace("/./", "/").replace("//", "/").replaceFirst("/$", "");
        return path.equals("/api/x") ? 200 : 404;
    }

    @Override
    public List<Answer> volley(List<Variation> varied) {
        return answers(varied, false);
    }

    @Override
    public List<Answer> salvo(List<Variation> varied) {
        return answers(varied, racing);
    }

    private List<Answer> answers(List<Variation> varied, boolean atOnce) {
        int requests = varied.size();
        long begin = time.nanos();
        Instant now = time.wallClock();
        long wall = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        long[] arrival = new long[requests];
        Integer[] order = new Integer[requests];
        for (int i = 0; i < requests; i++) {
            order[i] = i;
            arrival[i] = i * 20_000L + oneWay();
        }
        Arrays.sort(order, (a, b) -> Long.compare(arrival[a], arrival[b]));
        Answer[] answers = new Answer[requests];
        Map<String, Boolean> first = new HashMap<>();
        long last = 0;
        for (int i : order) {
            Sent request = seen(varied.get(i));
            sent.add(request);
            String key = keying.key(request);
            boolean admitted = key == null
                    || byKey.computeIfAbsent(key, unused -> limiters.get()).admits(wall + arrival[i]);
            if (atOnce && key != null) {
                admitted = first.merge(key, admitted, (earlier, later) -> earlier);
            }
            long done = arrival[i] + oneWay();
            last = Math.max(last, done);
            answers[i] = answer(request, admitted, begin + i * 20_000L, begin + done);
        }
        time.advance(Duration.ofNanos(last));
        return List.of(answers);
    }

    private Answer answer(Sent request, boolean admitted, long sentNanos, long doneNanos) {
        int status = admitted ? serving.status(request) : 429;
        Outcome outcome = status == 429 ? Outcome.REFUSED : status == 200 ? Outcome.ADMITTED : Outcome.FAILED;
        int body = request.method().equals("HEAD") || status == 204 ? 0 : status == 200 ? BODY + random.nextInt(3) : 15;
        return new Answer(sentNanos, doneNanos, outcome, Answer.Sign.STATUS, status, Headers.NONE, body, null);
    }

    static Sent seen(Variation varied) {
        Map<String, String> headers = new TreeMap<>(Map.of("host", USUAL.authority()));
        String token = varied.caller() == Variation.NOBODY ? null : "secret-" + varied.caller();
        String authorization = token == null ? null : "Bearer " + token;
        for (Map.Entry<String, String> header : varied.headers().entrySet()) {
            String value = header.getValue().replace(Variation.TOKEN, String.valueOf(token));
            if (header.getKey().equals("Authorization")) {
                authorization = value;
            } else {
                headers.put(header.getKey().toLowerCase(Locale.ROOT), value);
            }
        }
        String method = varied.method();
        String target = varied.target();
        return new Sent(
                "10.0.0." + (1 + varied.address()),
                method == null ? USUAL.method() : method,
                target == null ? USUAL.target() : target,
                authorization,
                headers,
                varied.http10());
    }

    private long oneWay() {
        return (long) ((roundTrip / 2 - jitter * Math.log(1 - random.nextDouble())) * 1e9);
    }

    @Override
    public int callers() {
        return callers;
    }

    @Override
    public int addresses() {
        return addresses;
    }

    @Override
    public void rest(Duration silence) {
        time.advance(silence);
    }

    @Override
    public TimeSource clock() {
        return time;
    }
}
