package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a refusal says, and what it keeps to itself. */
final class RefusalsTold implements AuthCheck {
    private static final CheckCard CHALLENGE = new CheckCard(
                    new Claim(
                            "auth.jwt.challenge",
                            "A refusal with 401 says how to authenticate",
                            Severity.LOW,
                            "RFC 9110 sections 11.6.1 and 15.5.2; RFC 6750 section 3"),
                    "To the first route, between two valid tokens: no credential, garbage, and a token with its signature"
                            + " changed.",
                    "Each answer of 401 carries WWW-Authenticate.",
                    "PASS: a client can tell that it needs a token, and of what kind. What the challenge says is not judged.",
                    "A 401 comes without WWW-Authenticate.",
                    "curl -si https://HOST/api/profile | grep -i www-authenticate")
            .with(Footprint.reads(5));
    private static final CheckCard QUIET = new CheckCard(
                    new Claim(
                            "auth.jwt.refusal-quiet",
                            "A refusal gives nothing of the token or the server away",
                            Severity.LOW,
                            "OWASP ASVS 5.0 16.5.1; OWASP WSTG-ERRH-01 and -02"),
                    "To the first route, between two valid tokens: no credential, garbage, and a token with its signature"
                            + " changed.",
                    "No answer holds a stack trace, or a personal claim of the token that was shown.",
                    "PASS: these three refusals are silent. Names of products in headers are not looked for.",
                    "A body has lines of a stack trace, or repeats sub, e-mail or name of the token.",
                    "curl -s -H \"Authorization: Bearer $HEADER.$PAYLOAD.AAAA\" https://HOST/api/profile    # nothing of yours in it")
            .with(Footprint.reads(5));

    static final List<AuthCheck> ALL = List.of(
            new RefusalsTold(CHALLENGE, (answer, personal) -> unchallenged(answer)),
            new RefusalsTold(QUIET, RefusalsTold::talkative));

    private static final List<String> PERSONAL = List.of("sub", "email", "name", "preferred_username");

    /** Frames as Java, Node, Python, .NET and Go write them, in plain text or with the escapes of JSON. */
    private static final Pattern STACK_TRACE = Pattern.compile(
            "(?:\\b|\\\\[nt])at [\\w.$/<>]+ ?\\([^)]{1,200}:\\d+|Traceback \\(most recent call last\\)|(?:\\n|\\\\n)\\s+at [^\\n]{1,200}:\\d+:\\d+"
                    + "|goroutine \\d+ \\[|\\bin [^\\n]{1,200}:line \\d+");

    private final CheckCard card;
    private final Judgement judgement;

    private RefusalsTold(CheckCard card, Judgement judgement) {
        this.card = card;
        this.judgement = judgement;
    }

    @Override
    public CheckCard card() {
        return card;
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Credential own = bench.standing(0);
        Refusals refusals = bench.survey(Refusals.class, at -> Refusals.measure(at, own));
        Route route = refusals.route();
        Course course = new Course(bench, claim).after(own.exchanges()).after(refusals.exchanges());
        if (!refusals.problem().isEmpty()) {
            return course.unproven(refusals.problem());
        }
        List<String> faults = new ArrayList<>();
        int judged = 0;
        for (Map.Entry<String, HttpAnswer> refused : refusals.answers().entrySet()) {
            HttpAnswer answer = refused.getValue();
            if (route.read(answer, CredentialClass.TAMPERED) == Reading.REFUSED) {
                judged++;
                judgement
                        .fault(answer, personal(own))
                        .ifPresent(fault -> faults.add(
                                "the refusal of " + refused.getKey() + " (status " + answer.status() + ") " + fault));
            }
        }
        if (!faults.isEmpty()) {
            return course.fail(faults.get(0)).with("faults", List.copyOf(faults));
        }
        return judged == 0
                ? course.unproven(route + " refused none of three bad credentials, so there is no refusal to read")
                : course.pass("nothing is wrong with " + judged + " refusals of " + route);
    }

    private static List<String> personal(Credential own) {
        List<String> values = new ArrayList<>();
        CompactToken.parse(own.token().reveal())
                .ifPresent(token -> PERSONAL.forEach(name -> token.claim(name)
                        .map(node -> node.asText())
                        .filter(value -> value.length() > 3)
                        .ifPresent(values::add)));
        return values;
    }

    private static Optional<String> unchallenged(HttpAnswer answer) {
        boolean bare =
                answer.is(401) && answer.headers().first("WWW-Authenticate").isEmpty();
        return bare ? Optional.of("has no WWW-Authenticate") : Optional.empty();
    }

    private static Optional<String> talkative(HttpAnswer answer, List<String> personal) {
        String body = answer.text();
        if (STACK_TRACE.matcher(body).find()) {
            return Optional.of("holds a stack trace");
        }
        return personal.stream().anyMatch(body::contains)
                ? Optional.of("repeats a personal claim of the token")
                : Optional.empty();
    }

    /** What is wrong with a refusal, as the end of a sentence about it. */
    private interface Judgement {
        Optional<String> fault(HttpAnswer answer, List<String> personal);
    }
}
