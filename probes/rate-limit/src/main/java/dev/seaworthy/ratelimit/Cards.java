package dev.seaworthy.ratelimit;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/** What each check says of itself. */
final class Cards {
    private static final String CONFIRMED =
            "A burst from rest until the first refusal; for a window, one request just before its declared end and one just"
                    + " after it, and a second quota in two halves; for a bucket, what comes back after half its recovery and"
                    + " after all of it. Where that does not hold, experiments on which the possible limiters disagree;";
    private static final String LOOP = "for i in $(seq 40); do curl -s -o /dev/null -w '%{http_code}\\n' -H"
            + " \"Authorization: Bearer $TOKEN\" $URL; done | sort | uniq -c";
    private static final String DECLARED = "the contract, probes.rate-limit.limits";

    private static final String QUOTA = "a quota of test users used up, until it recovers";
    private static final Footprint USES_UP_A_QUOTA = new Footprint(SafetyClass.OWN_SESSIONS, 0, QUOTA);

    static final CheckCard ENFORCED = new CheckCard(
                    new Claim(
                            "rate-limit.enforced",
                            "A user who exceeds the declared limit is refused",
                            Severity.HIGH,
                            DECLARED + "; RFC 6585 section 4"),
                    "Requests as fast as the answers come, until one is refused or twice the declared amount is admitted; in parallel"
                            + " where a round trip is too long to exceed the limit one by one",
                    "A refusal, 429 unless the contract says otherwise, before more than the declared amount is admitted",
                    "A limiter stands in front of this operation and refuses. It does not show that other operations are limited."
                            + " Without a refusal that was seen there is no PASS; what the admitted requests refute is told",
                    "More requests admitted in a row than the declaration allows in that time",
                    LOOP)
            .with(USES_UP_A_QUOTA);

    static final CheckCard AMOUNT = new CheckCard(
                    new Claim(
                            "rate-limit.amount",
                            "The limit admits as much as it declares, neither less nor more",
                            Severity.MEDIUM,
                            DECLARED),
                    CONFIRMED + " a burst that contradicts the declaration is repeated from rest before it counts",
                    "Every test holds, or the limiter that is identified instead admits the same amount in the same time",
                    "Burst, window and recovery as a client sees them agree with the declaration, and which kind of limiter it is",
                    "A test that fails while the identified limiter differs, or none can be identified",
                    LOOP)
            .with(USES_UP_A_QUOTA);

    static final CheckCard RETRY_AFTER = new CheckCard(
                    new Claim(
                            "rate-limit.retry-after",
                            "A refusal says when to come back, and that is true",
                            Severity.MEDIUM,
                            "RFC 9110 section 10.2.3; RFC 6585 section 4"),
                    "Requests until one is refused; then nothing at all until the time that the refusal named, because a limiter may"
                            + " count refused requests; then one request. A broken promise is tried again with more and more patience",
                    "The request at the end of what Retry-After, or a RateLimit or X-RateLimit reset, promises is admitted",
                    "A client that obeys the refusal is served. A refusal may keep silent; then there is nothing to test",
                    "A refusal of a request that waited as told",
                    "curl -si -H \"Authorization: Bearer $TOKEN\" $URL | grep -i -e '^HTTP' -e retry-after -e ratelimit; sleep"
                            + " $SECONDS_TOLD; curl -si -H \"Authorization: Bearer $TOKEN\" $URL | head -1")
            .with(USES_UP_A_QUOTA);

    static final CheckCard HEADERS = new CheckCard(
                    new Claim(
                            "rate-limit.headers",
                            "The announced limit and what is said to be left of it are true",
                            Severity.LOW,
                            "draft-ietf-httpapi-ratelimit-headers; X-RateLimit fields as they are used"),
                    "Nothing of its own: the fields of all answers that the other tests of this limit had",
                    "The announced limit is the one that was confirmed or identified; what is left counts down to 0",
                    "Clients that pace themselves by these fields are not misled. A client that ignores them is not concerned",
                    "A limit that is not the one seen, a remainder above 0 on a refusal, one that does not count down, or a field that"
                            + " cannot be read",
                    "curl -si -H \"Authorization: Bearer $TOKEN\" $URL | grep -i ratelimit")
            .with(USES_UP_A_QUOTA);

    static final CheckCard ISOLATION = new CheckCard(
                    new Claim(
                            "rate-limit.isolation",
                            "A user who exceeds the limit takes nothing from another user",
                            Severity.HIGH,
                            DECLARED + ", key: user"),
                    "Three times: the first user until refused, one request of a second user or from a second address, the first user"
                            + " again; then the whole quota of a user who had sent nothing",
                    "The other user is admitted between two refusals of the first, and gets exactly the quota",
                    "The two users do not share one allowance, and whether the address counts. One pair of users; no other keys",
                    "The other user is refused between two refusals of the first, or gets less than the quota",
                    "for t in $TOKEN $OTHER_TOKEN $TOKEN; do curl -s -o /dev/null -w '%{http_code}\\n' -H \"Authorization:"
                            + " Bearer $t\" $URL; done   # right after the limit is used up")
            .with(USES_UP_A_QUOTA);

    static final CheckCard BYPASS = new CheckCard(
                    new Claim(
                            "rate-limit.bypass",
                            "No other spelling of the request gets around the limit",
                            Severity.HIGH,
                            "RFC 9110 sections 4.2.3 and 7.2; CWE-807, reliance on untrusted inputs"),
                    "Between two refusals: the same request with X-Forwarded-For and its like, with its path in another case, with a"
                            + " slash more, with percent-encoding, with a query, with HEAD or OPTIONS, with bearer in lower case, without"
                            + " credential, in HTTP/1.0, with Host spelled otherwise; three times what is admitted, then more than a quota",
                    "Every spelling that is served counts on the same quota",
                    "These spellings do not escape the limit. There are others",
                    "A spelling that is admitted between two refusals, three times, and answered like the usual request",
                    "curl -si -H \"Authorization: Bearer $TOKEN\" -H 'X-Forwarded-For: 192.0.2.7' $URL   # right after a refusal")
            .with(USES_UP_A_QUOTA);

    static final CheckCard LEAK = new CheckCard(
                    new Claim(
                            "rate-limit.leak",
                            "The limit holds when many requests arrive at the same instant",
                            Severity.MEDIUM,
                            "CWE-367, time of check and time of use"),
                    "Five times, from rest: twice the quota and five more, each on a connection of its own, all bytes but the last sent"
                            + " before, and all last bytes at once",
                    "No more admitted than the quota and what came back meanwhile",
                    "Counting and checking are one step, as far as requests within a millisecond show. The most of five volleys counts",
                    "More admitted at once than the quota",
                    "seq 50 | xargs -P 50 -I{} curl -s -o /dev/null -w '%{http_code}\\n' -H \"Authorization: Bearer $TOKEN\" $URL"
                            + " | sort | uniq -c")
            .with(USES_UP_A_QUOTA);

    static final CheckCard RECOVERS = new CheckCard(
                    new Claim(
                            "rate-limit.recovers",
                            "A limited user is served again after the declared recovery",
                            Severity.HIGH,
                            DECLARED),
                    "After a burst: nothing for the declared recovery, then one request; once more in a cycle with a single refusal if"
                            + " that is refused",
                    "The request is admitted",
                    "The limit does not lock a user out for longer than it declares",
                    "A request refused after a silence of the whole declared recovery",
                    "sleep $RECOVERY; curl -si -H \"Authorization: Bearer $TOKEN\" $URL | head -1")
            .with(USES_UP_A_QUOTA);

    static final CheckCard UNDER_LOAD = new CheckCard(
                    new Claim(
                            "rate-limit.under-load",
                            "The limit holds under load as it does at rest",
                            Severity.MEDIUM,
                            DECLARED),
                    "While the load of the run is under way: what confirms the limit, and the volleys of rate-limit.leak, once more and"
                            + " on the same key",
                    "The same result as at rest, before the load",
                    "Load on the environment does not open the limit, nor shut it. It holds for this load and no higher one",
                    "A limit that was confirmed at rest and is not under load, or a volley that admits more than at rest",
                    "as rate-limit.amount and rate-limit.leak, while a load generator is at work")
            .with(new Footprint(SafetyClass.LOAD, 0, QUOTA));

    static final List<CheckCard> ALL =
            List.of(ENFORCED, AMOUNT, RETRY_AFTER, HEADERS, ISOLATION, BYPASS, LEAK, UNDER_LOAD, RECOVERS);

    private Cards() {}
}
