package dev.seaworthy.auth.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.settings.AccessSettings.OwnedObjects;
import dev.seaworthy.auth.settings.RequestTemplate;
import dev.seaworthy.config.Identity.Locator;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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

    /**
     * An object of this owner that several checks look at and none changes; the first of them makes it, and it is removed
     * at the end of the run. Where the contract does not say how to remove one, each check has its own.
     *
     * @throws Unsettled if there is none now
     */
    String standing(Credential owner) throws Unsettled, InterruptedException {
        RequestTemplate delete = objects.delete();
        if (delete == null) {
            return create(owner, Map.of());
        }
        StandingObjects standing = bench.shared(StandingObjects.class, StandingObjects::new);
        StandingObject known = standing.byOwner.get(owner.account());
        if (known != null) {
            course.after(List.of(known.made()));
            return known.id();
        }
        String id = create(owner, Map.of());
        made.remove(made.size() - 1);
        Exchange making = course.exchanges().get(course.exchanges().size() - 1);
        StandingObject fresh =
                new StandingObject(bench, id, making, request(delete, id, owner), request(objects.read(), id, owner));
        standing.byOwner.put(owner.account(), fresh);
        bench.cleanUp().note(fresh);
        return id;
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
        return course.send(request(template, id, who));
    }

    private HttpRequest request(RequestTemplate template, String id, Credential who) {
        String nonce = Bench.hex(bench.random("objects" + sent++), 6);
        return SignIn.filled(
                        template.spec(), bench.environment().targets(), Map.of("id", id, "nonce", "seaworthy-" + nonce))
                .bearer(who.token());
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

    /** By account. */
    private static final class StandingObjects {
        private final Map<String, StandingObject> byOwner = new ConcurrentHashMap<>();
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
