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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A token that cannot be read is the client's fault, and does the server no harm. */
final class MalformedSurvived implements AuthCheck {
    private static final int BETWEEN_CONTROLS = 5;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.jwt.malformed-survived",
                                "A token that cannot be read is refused, and breaks nothing",
                                Severity.MEDIUM,
                                "RFC 6750 section 3.1; OWASP ASVS 5.0 16.5.3"),
                        "To the first route, with a valid token before, among and after them: tokens whose header is no JSON, an"
                                + " array, no base64 or no UTF-8; whose payload is a number or empty; two dots; five segments;"
                                + " alg none; and a number for alg.",
                        "None is answered with a server error, and none is let in. Any client error is right.",
                        "PASS: nobody fills the error log, or wakes somebody at night, by sending nonsense. Larger nonsense is"
                                + " auth.jwt.size.",
                        "One of them is answered with a 5xx, or let in.",
                        "curl -i -H 'Authorization: Bearer W10.W10.AAAA' https://HOST/api/profile    # 401, and never 500")
                .with(Footprint.reads(14));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Workshop workshop;
        try {
            workshop = Workshop.withoutKey(bench);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        }
        Route route = bench.routes().get(0);
        Course course = new Course(bench, claim).after(workshop.valid().exchanges());
        List<String> broken = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        Map<String, String> vector = new LinkedHashMap<>();
        int sent = 0;
        for (Forgery forgery : FormRows.malformed(workshop.forge())) {
            boolean due = sent % BETWEEN_CONTROLS == 0;
            boolean holds = !due
                    || (sent == 0
                            ? course.holds(route, workshop.valid().token())
                            : course.shown(route, workshop.valid().token()) == Reading.ACCEPTED);
            sent++;
            if (!holds) {
                return course.unproven("the valid token of the control was not accepted: " + course.lastSummary());
            }
            HttpAnswer answer = course.send(route.bare().bearer(bench.keep(forgery)));
            Reading reading = route.read(answer, CredentialClass.GARBAGE);
            vector.put(
                    forgery.row() + " " + forgery.name(),
                    reading.name().toLowerCase(Locale.ROOT) + " (" + answer.status() + ")");
            switch (reading) {
                case BROKEN ->
                    broken.add(route + " broke over " + forgery.name() + " (status " + answer.status() + ")");
                case ACCEPTED ->
                    broken.add(route + " accepted " + forgery.name() + " (status " + answer.status() + ")");
                case SHED, UNANSWERED ->
                    doubts.add(route.doubt(CredentialClass.GARBAGE, forgery.name(), reading, answer));
                default -> {}
            }
            if (reading == Reading.UNANSWERED) {
                break;
            }
        }
        return judged(course, route, workshop, broken, doubts)
                .with("vector", vector)
                .with("tried", sent);
    }

    private static Finding judged(
            Course course, Route route, Workshop workshop, List<String> broken, List<String> doubts)
            throws InterruptedException {
        boolean holds = course.shown(route, workshop.valid().token()) == Reading.ACCEPTED;
        if (!broken.isEmpty()) {
            return course.fail(broken.get(0) + (broken.size() > 1 ? "; and " + (broken.size() - 1) + " more" : ""))
                    .with("violations", List.copyOf(broken));
        }
        if (!holds) {
            return course.unproven("the valid token of the control was lost: " + course.lastSummary());
        }
        return doubts.isEmpty()
                ? course.pass("no malformed token broke " + route + ", with the controls good before and after")
                : course.unproven(doubts.get(0));
    }
}
