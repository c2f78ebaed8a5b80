package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.settings.RequestTemplate;
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

/** A user is no administrator. */
final class AdminRefused implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.isolation.functions",
                                "A user's token opens no operation of the administration",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 8.2.1; OWASP WSTG-APIT-04"),
                        "Each request of probes.auth.access.admin, which only read, with the token of an ordinary user, between"
                                + " two that the token is let in with.",
                        "Each is answered 403.",
                        "PASS: these operations know users from administrators. An answer of 404 does not count: a path that"
                                + " does not exist is refused to everybody.",
                        "An operation of the administration answers an ordinary user.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/admin/users    # 403")
                .with(Footprint.reads(5));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        List<RequestTemplate> all = bench.settings().access().admin();
        if (all.isEmpty()) {
            return Finding.skipped(claim, "not in the contract: probes.auth.access.admin");
        }
        Course course = new Course(bench, claim);
        Credential user = bench.standing(0);
        Optional<Route> open = course.discriminating(user.token());
        if (open.isEmpty()) {
            return course.unproven("no protected route lets the user in and refuses nobody: " + course.lastSummary());
        }
        List<String> doubts = new ArrayList<>();
        for (RequestTemplate request : all) {
            String name = request.method() + " " + request.path();
            HttpAnswer answer = course.send(
                    SignIn.filled(request.spec(), bench.environment().targets(), Map.of())
                            .bearer(user.token()));
            if (ObjectKeeper.isSuccess(answer)) {
                return course.fail(name + " answers an ordinary user (status " + answer.status() + ")");
            }
            if (answer.status() != 403) {
                doubts.add(name + " was not refused to the user as such: " + course.lastSummary()
                        + (answer.status() == 404 ? "; is the path right?" : ""));
            }
        }
        if (course.shown(open.get(), user.token()) != Reading.ACCEPTED) {
            doubts.add("the user's token is no longer let in: " + course.lastSummary());
        }
        return doubts.isEmpty()
                ? course.pass("0 of " + all.size()
                                + " operations of the administration answer the user, whose token is good"
                                + " before and after")
                        .with("tried", all.size())
                        .with("accepted", 0)
                        .with("bound95", Math.min(1.0, 3.0 / all.size()))
                : course.unproven(doubts.get(0)).with("doubts", List.copyOf(doubts));
    }
}
