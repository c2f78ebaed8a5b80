package dev.seaworthy.auth.cookie;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Session ids that nobody guesses, as far as a sample can show. */
final class IdsUnguessable implements AuthCheck {
    private static final Duration BETWEEN = Duration.ofMillis(50);

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.session.ids-unguessable",
                                "Session ids show no repetition, no order and no lack of length",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 7.2.3; OWASP WSTG-SESS-01"),
                        "As many logins of probes.auth.sessions.cookie as its logins says, 50 ms apart, over the accounts in turn.",
                        "No id twice, no rise or fall all the way, and room for 64 bits in what differs between them.",
                        "PASS: no weakness seen in that many, and no more than that: strength cannot be seen from outside.",
                        "An id comes twice, the ids are counted, or what differs between them is too short.",
                        "for i in $(seq 20); do curl -si -d \"{\\\"email\\\": \\\"$USER\\\", \\\"password\\\": \\\"$PASSWORD\\\"}\""
                                + " https://HOST/session/login | grep -i '^set-cookie'; done")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user for each login"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Optional<Browser> browser = Browser.of(bench);
        if (browser.isEmpty()) {
            return Browser.missing(claim);
        }
        Course course = new Course(bench, claim);
        int wanted = browser.get().settings().logins();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            Browser.Login login = browser.get().login(course, i, Optional.empty());
            if (login.session().isEmpty()) {
                return course.unproven("login " + (i + 1) + " of " + wanted + " " + login.problem());
            }
            if (i == 0) {
                boolean tells = browser.get().shown(course, login.cookie()) == Browser.Shown.IN
                        && browser.get().refusesNobody(course);
                if (!tells) {
                    return course.unproven(login.session().get() + " is not what opens the route of the session");
                }
            }
            ids.add(login.session().get().value());
            Pause.of(BETWEEN);
        }
        if (ids.stream().allMatch(id -> CompactToken.parse(id).isPresent())) {
            return Finding.skipped(claim, "does not apply: the session cookie holds a signed token, and no id");
        }
        String weakness = SessionIds.weakness(ids);
        List<String> varying = SessionIds.varying(ids);
        return (weakness.isEmpty()
                        ? course.pass("no weakness seen in " + ids.size() + " session ids")
                        : course.fail(weakness))
                .with("ids", ids.size())
                .with("most-bits", Math.round(SessionIds.bits(varying)));
    }
}
