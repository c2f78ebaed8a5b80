package dev.seaworthy.auth.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.settings.AccessSettings.OwnedObjects;
import dev.seaworthy.auth.settings.RequestTemplate;
import dev.seaworthy.config.Identity.Locator;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes objects for one run of a check and removes them again: nothing is written to but what was made here. */
final class ObjectKeeper {
    private final Bench bench;
    private final Course course;
    private final OwnedObjects objects;
    private final List<Made> made = new ArrayList<>();
    private int sent;

    ObjectKeeper(Bench bench, Course course, OwnedObjects objects) {
        this.bench = bench;
        this.course = course;
        this.objects = objects;
    }

    /**
     * Makes an object.
     *
     * @param extra members of its body besides those of the contract
     * @throws Unsettled if there is none now
     */
    String create(Credential owner, Map<String, JsonNode> extra) throws Unsettled, InterruptedException {
        HttpAnswer answer = attempt(owner, extra);
        Optional<String> id = id(answer);
        if (!isSuccess(answer) || id.isEmpty()) {
            throw new Unsettled("the object to test with could not be made: " + course.lastSummary()
                    + (isSuccess(answer) ? ", without an id at " + objects.id() : ""));
        }
        return id.get();
    }

    /** As {@link #create}, without a complaint; what comes of it is removed again. */
    HttpAnswer attempt(Credential owner, Map<String, JsonNode> extra) throws InterruptedException {
        HttpAnswer answer = send(objects.create().with(extra), "", owner);
        if (isSuccess(answer)) {
            id(answer).ifPresent(id -> made.add(new Made(id, owner)));
        }
        return answer;
    }

    Optional<String> id(HttpAnswer answer) {
        return SignIn.value(new Locator(objects.id(), null), answer.body());
    }

    HttpAnswer read(String id, Credential reader) throws InterruptedException {
        return send(objects.read(), id, reader);
    }

    /**
     * An object is shown to its owner; the ground of everything.
     *
     * @throws Unsettled if it is not
     */
    HttpAnswer control(String id, Credential owner) throws Unsettled, InterruptedException {
        HttpAnswer answer = read(id, owner);
        if (!isSuccess(answer)) {
            throw new Unsettled("its owner cannot read an object of the run: " + course.lastSummary());
        }
        return answer;
    }

    HttpAnswer send(RequestTemplate template, String id, Credential who) throws InterruptedException {
        String nonce = Bench.hex(bench.random("objects" + sent++), 6);
        return course.send(SignIn.filled(
                        template.spec(), bench.environment().targets(), Map.of("id", id, "nonce", "seaworthy-" + nonce))
                .bearer(who.token()));
    }

    /** Removes all that is left; returns how many it could not. */
    int cleanUp() throws InterruptedException {
        int left = 0;
        for (Made one : made) {
            HttpAnswer answer = objects.delete() == null ? null : send(objects.delete(), one.id, one.owner);
            boolean gone = answer != null && (isSuccess(answer) || answer.status() == 404 || answer.status() == 410);
            left += gone ? 0 : 1;
        }
        return left;
    }

    int made() {
        return made.size();
    }

    static boolean isSuccess(HttpAnswer answer) {
        return answer.outcome().answered() && answer.status() >= 200 && answer.status() < 300;
    }

    private record Made(String id, Credential owner) {}

    /** There is no ground for a verdict; the message says why. */
    static final class Unsettled extends Exception {
        private static final long serialVersionUID = 1L;

        Unsettled(String reason) {
            super(reason);
        }
    }
}
