package dev.seaworthy.auth.cookie;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What only the user may see is not left in a cache. */
final class AnswersNotKept implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.session.no-store",
                                "Answers that need a credential ask not to be kept",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 14.3.2; OWASP WSTG-ATHN-06; RFC 9111 section 5.2.2.5"),
                        "A valid token, and none, to each protected operation.",
                        "Cache-Control: no-store with every answer to the token.",
                        "PASS: no cache that heeds the header keeps the answers of these routes.",
                        "An answer to a valid token lacks no-store.",
                        "curl -si -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile | grep -i '^cache-control'")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 2, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Credential credential = bench.standing(0);
        Course course = new Course(bench, claim).after(credential.exchanges());
        List<String> kept = new ArrayList<>();
        List<String> looked = new ArrayList<>();
        String last = "";
        for (Route route : bench.routes()) {
            boolean refused = route.read(course.send(route.bare()), CredentialClass.NONE) == Reading.REFUSED;
            HttpAnswer answer = course.send(route.bare().bearer(credential.token()));
            last = course.lastSummary();
            if (!answer.outcome().answered()) {
                return course.unproven("the target fell silent: " + last);
            }
            if (!refused || route.read(answer, CredentialClass.VALID) != Reading.ACCEPTED) {
                continue;
            }
            looked.add(route.toString());
            String control = answer.headers().first("Cache-Control").orElse("");
            if (!control.toLowerCase(Locale.ROOT).contains("no-store")) {
                kept.add(route + (control.isEmpty() ? " has no Cache-Control" : " says Cache-Control: " + control));
            }
        }
        if (looked.isEmpty()) {
            return course.unproven("no route tells the token from no credential; the last: " + last);
        }
        return kept.isEmpty()
                ? course.pass("all " + looked.size() + " routes answer a valid token with no-store")
                : course.fail(kept.get(0) + ", without no-store"
                        + (kept.size() > 1 ? "; and " + (kept.size() - 1) + " more" : ""));
    }
}
