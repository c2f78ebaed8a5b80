package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.forge.Forgery;
import dev.seaworthy.auth.forge.FormRows;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A large token is answered, whatever the answer. */
final class SizeSurvived implements AuthCheck {
    private static final List<Integer> KIBIBYTES = List.of(8, 16, 32, 64, 128);

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.jwt.size",
                                "A large token is accepted or refused, and breaks nothing",
                                Severity.MEDIUM,
                                "RFC 6585 section 5 (431); OWASP ASVS 5.0 4.2.5"),
                        "To the first route, between two valid tokens: tokens of 8, 16, 32, 64 and 128 KiB, signed with the"
                                + " contract's test key where there is one. Ends with the first that is answered neither with"
                                + " success nor with 401.",
                        "No server error. A valid one may be accepted, and any may be refused: 400, 401, 413 or 431.",
                        "PASS: up to the size at which the target says no, tokens do it no harm. Compressed and encrypted ones"
                                + " are not sent.",
                        "One of them is answered with a 5xx.",
                        "curl -i -H \"Authorization: Bearer $(head -c 24000 /dev/zero | tr '\\0' x)\" https://HOST/api/profile"
                                + "    # 401 or 431")
                .with(Footprint.reads(7));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Workshop workshop;
        boolean signed = bench.settings().signingKey() != null;
        try {
            workshop = signed ? Workshop.withKey(bench) : Workshop.withoutKey(bench);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        } catch (IllegalArgumentException e) {
            return Finding.error(claim, String.valueOf(e.getMessage()));
        }
        Route route = bench.routes().get(0);
        Course course = new Course(bench, claim).after(workshop.valid().exchanges());
        if (!course.holds(route, workshop.valid().token())) {
            return course.unproven("the valid token of the control was not accepted: " + course.lastSummary());
        }
        Map<String, String> vector = new LinkedHashMap<>();
        String broken = "";
        String doubt = "";
        for (int size : KIBIBYTES) {
            Forgery forgery = FormRows.large(workshop.forge(), size, signed);
            HttpAnswer answer = course.send(route.bare().bearer(bench.keep(forgery)));
            Reading reading = route.read(answer, CredentialClass.TAMPERED);
            vector.put(size + " KiB", answer.status() == 0 ? answer.detail() : "status " + answer.status());
            if (reading == Reading.BROKEN) {
                broken = route + " broke over " + forgery.name() + " (status " + answer.status() + ")";
            } else if (reading == Reading.UNANSWERED || reading == Reading.SHED) {
                doubt = route.doubt(CredentialClass.TAMPERED, forgery.name(), reading, answer);
            }
            if (reading != Reading.ACCEPTED && !answer.is(401)) {
                break;
            }
        }
        boolean holds = course.shown(route, workshop.valid().token()) == Reading.ACCEPTED;
        Finding finding;
        if (!broken.isEmpty()) {
            finding = course.fail(broken);
        } else if (!doubt.isEmpty() || !holds) {
            finding = course.unproven(
                    doubt.isEmpty() ? "the valid token of the control was lost: " + course.lastSummary() : doubt);
        } else {
            finding = course.pass("no token of " + String.join(", ", vector.keySet()) + " broke " + route);
        }
        return finding.with("vector", vector);
    }
}
