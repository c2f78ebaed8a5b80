package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Controls;
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
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;

/** The name of the scheme may be written in any case. */
final class SchemeCaseIgnored implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.jwt.scheme-case",
                                "A valid token is accepted under bearer in lower case",
                                Severity.LOW,
                                "RFC 9110 section 11.1 (case-insensitive)"),
                        "To the first route: a valid token under Bearer, under bearer, and under Bearer again.",
                        "All three get the status under expect.valid.",
                        "PASS: a client that writes the scheme in lower case is not locked out.",
                        "The valid token is refused for the case of a letter.",
                        "curl -i -H \"authorization: bearer $TOKEN\" https://HOST/api/profile    # 200")
                .with(Footprint.reads(3));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Credential own = bench.standing(0);
        Route route = bench.routes().get(0);
        Controls controls = bench.controls(route, own);
        Course course = new Course(bench, claim).after(own.exchanges()).after(controls.exchanges());
        if (controls.reading(CredentialClass.NONE) == Reading.ACCEPTED) {
            return course.unproven(route + " accepts no credential at all, so it does not matter how one is written");
        }
        if (!course.holds(route, own.token())) {
            return course.unproven("the valid token of the control was not accepted: " + course.lastSummary());
        }
        HttpAnswer answer = course.send(
                route.bare().header("Authorization", "bearer " + own.token().reveal()));
        Reading reading = route.read(answer, CredentialClass.VALID);
        String status = " (status " + answer.status() + ")";
        if (course.shown(route, own.token()) != Reading.ACCEPTED) {
            return course.unproven("the valid token of the control was lost: " + course.lastSummary());
        }
        return switch (reading) {
            case ACCEPTED -> course.pass(route + " accepts a valid token under bearer in lower case" + status);
            case REFUSED -> course.fail(route + " refuses a valid token because bearer is in lower case" + status);
            default ->
                course.unproven(route.doubt(
                        CredentialClass.VALID, "a valid token under bearer in lower case", reading, answer));
        };
    }
}
