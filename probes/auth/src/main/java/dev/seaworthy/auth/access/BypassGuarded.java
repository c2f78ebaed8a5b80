package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.settings.AccessSettings.TestCredential;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.Header;
import dev.seaworthy.wire.HttpAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Whoever comes in by a bypass passes the same guards as somebody who signed in. */
final class BypassGuarded implements AuthCheck {
    private static final String GUARDS =
            "(x-)?ratelimit.*|x-rate-limit.*|x-(request|audit|trace|correlation)-id|x-tenant.*|cache-control|vary";

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.bypass.guards",
                                "A request that stands in for a login passes the guards that every other request passes",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 4.1.3 and 6.3.4; OWASP WSTG-ATHN-04"),
                        "To the first protected operation: a valid token, then, without a login, the declared test credential"
                                + " and the built-in test headers.",
                        "They are refused; or, where a bypass is open (auth.bypass.* says so), its answer carries the marks of"
                                + " the same guards: limits, tenant, audit, cache.",
                        "PASS: no bypass is known that would spare its user a guard. Guards that leave no mark in an answer"
                                + " are not seen.",
                        "A bypass is let in, and its answer lacks the rate limit's headers that a signed-in user gets: what is"
                                + " measured by way of it is another system.",
                        "curl -i -H 'X-E2E-Test: true' https://HOST/api/profile    # compare the headers with those for $TOKEN")
                .with(Footprint.reads(3));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Course course = new Course(bench, claim);
        Credential valid = bench.standing(0);
        Route route = bench.routes().get(0);
        HttpAnswer normal = course.send(route.bare().bearer(valid.token()));
        Reading control = route.read(normal, CredentialClass.VALID);
        if (control != Reading.ACCEPTED) {
            return course.unproven(
                    route.doubt(CredentialClass.VALID, "the valid token of the control", control, normal));
        }
        if (course.nobody(route) == Reading.ACCEPTED) {
            return Finding.skipped(
                    claim,
                    "precondition: " + route + " accepts no credential, so it does not discriminate; mend that first");
        }
        Set<String> guards = guards(normal);
        int letIn = 0;
        for (Mutant bypass : bypasses(bench)) {
            HttpAnswer answer = course.send(bypass.dress().apply(route.bare()));
            Reading reading = route.read(answer, CredentialClass.NONE);
            if (reading == Reading.ACCEPTED) {
                letIn++;
                Set<String> spared = new TreeSet<>(guards);
                spared.removeAll(guards(answer));
                if (!spared.isEmpty()) {
                    return course.fail(route + " let in " + bypass.name() + ", and its answer lacks " + spared
                                    + ", which a signed-in user gets")
                            .with("spared", List.copyOf(spared));
                }
            } else if (reading != Reading.REFUSED) {
                return course.unproven(route.doubt(CredentialClass.NONE, bypass.name(), reading, answer));
            }
        }
        if (letIn > 0 && guards.isEmpty()) {
            return course.unproven("a bypass is open on " + route
                    + ", and no guard leaves a mark in the answers, so none can be missed");
        }
        return course.pass(
                letIn == 0
                        ? "no bypass of " + bypasses(bench).size() + " was let in, so none spares its user a guard"
                        : "a bypass is open on " + route + "; its answer carries the same marks as a signed-in user's: "
                                + guards);
    }

    private static List<Mutant> bypasses(Bench bench) {
        TestCredential declared = bench.settings().access().testCredential();
        Mutant builtIn = BypassSwitch.together(BypassSwitch.headers());
        return declared == null ? List.of(builtIn) : List.of(TestCredentialClosed.mutant(bench, declared), builtIn);
    }

    private static Set<String> guards(HttpAnswer answer) {
        Set<String> names = new TreeSet<>();
        for (Header field : answer.headers().fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (name.matches(GUARDS)) {
                names.add(name);
            }
        }
        return names;
    }
}
