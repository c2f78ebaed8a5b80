package dev.seaworthy.ratelimit;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/** What each check says of itself. */
final class Cards {
    private static final String BURST =
            "One control request that must be admitted, then requests as fast as the answers"
                    + " come, until three are refused or twice the declared amount is admitted;";
    private static final String LOOP = "for i in $(seq 40); do curl -s -o /dev/null -w '%{http_code}\\n' -H"
            + " \"Authorization: Bearer $TOKEN\" $URL; done | sort | uniq -c";
    private static final String DECLARED = "the contract, probes.rate-limit.limits";

    static final CheckCard ENFORCED = new CheckCard(
            new Claim(
                    "rate-limit.enforced",
                    "A user who exceeds the declared limit is refused",
                    Severity.HIGH,
                    DECLARED + "; RFC 6585 section 4"),
            BURST + " in parallel where a round trip is too long to exceed the limit one by one",
            "The declared refusal, 429 unless the contract says otherwise, before more than the declared amount plus"
                    + " tolerance is admitted",
            "A limiter stands in front of this operation and refuses. It does not show which algorithm, nor that other"
                    + " operations are limited. Without a refusal that was seen there is no PASS",
            "More requests admitted in a row than the declaration allows in that time",
            LOOP);

    static final CheckCard AMOUNT = new CheckCard(
            new Claim(
                    "rate-limit.amount",
                    "The limit admits as much as it declares, neither less nor more",
                    Severity.MEDIUM,
                    DECLARED),
            BURST + " silence until the limiter's own promise; and a second burst. A burst that contradicts the"
                    + " declaration is repeated after a full rest before it counts",
            "Admitted requests within the declared amount, give or take the tolerance and one request, at first and after"
                    + " the silence",
            "Burst and refill as a client sees them agree with the declaration. It does not tell a sliding window from"
                    + " one that opens with its first request",
            "Fewer requests admitted before the first refusal, or more in total, than the declaration allows",
            LOOP);

    static final CheckCard RETRY_AFTER = new CheckCard(
            new Claim(
                    "rate-limit.retry-after",
                    "A refusal says when to come back, and that is true",
                    Severity.MEDIUM,
                    "RFC 9110 section 10.2.3; RFC 6585 section 4"),
            BURST + " then nothing at all until the time that the refusal named, because a limiter may count refused"
                    + " requests; then one request. A broken promise is tried a second time",
            "Retry-After, or a RateLimit or X-RateLimit reset, on the refusal; the request at its end is admitted",
            "A client that obeys the refusal is served. A promise that is longer than needed is noted and is no violation",
            "A refusal without a readable time; or a second refusal of a request that waited as told",
            "curl -si -H \"Authorization: Bearer $TOKEN\" $URL | grep -i -e '^HTTP' -e retry-after -e ratelimit; sleep"
                    + " $SECONDS_TOLD; curl -si -H \"Authorization: Bearer $TOKEN\" $URL | head -1");

    static final CheckCard ISOLATION = new CheckCard(
            new Claim(
                    "rate-limit.isolation",
                    "A user who exceeds the limit takes nothing from another user",
                    Severity.HIGH,
                    DECLARED + ", key: user"),
            "While the first user is refused: some requests of the first, one of a second user, some of the first, all at"
                    + " once",
            "The second user is admitted while the first is refused before and after",
            "The two users do not share one allowance. One pair of users on one address; no other keys are tried",
            "The second user, who had sent nothing, is refused between two refusals of the first, and admitted alone",
            "for t in $TOKEN $OTHER_TOKEN $TOKEN; do curl -s -o /dev/null -w '%{http_code}\\n' -H \"Authorization:"
                    + " Bearer $t\" $URL; done   # right after the limit is used up");

    static final CheckCard RECOVERS = new CheckCard(
            new Claim(
                    "rate-limit.recovers",
                    "A limited user is served again after the declared recovery",
                    Severity.HIGH,
                    DECLARED),
            "After all bursts: nothing for the declared recovery, then one request; once more if that is refused",
            "The request is admitted",
            "The limit does not lock a user out for longer than it declares, and this run leaves it clean",
            "A request refused after a silence of the whole declared recovery",
            "sleep $RECOVERY; curl -si -H \"Authorization: Bearer $TOKEN\" $URL | head -1");

    static final List<CheckCard> ALL = List.of(ENFORCED, AMOUNT, RETRY_AFTER, ISOLATION, RECOVERS);

    private Cards() {}
}
