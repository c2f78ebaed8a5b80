package dev.seaworthy.auth.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.auth.access.ObjectCheck.Ruling;
import dev.seaworthy.auth.access.ObjectCheck.Scene;
import dev.seaworthy.auth.access.ObjectKeeper.Unsettled;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.settings.RequestTemplate;
import dev.seaworthy.wire.HttpAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What one user does with what is another's. */
final class IsolationSteps {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 405, 410);

    private IsolationSteps() {}

    /** Both read their own; one then reads the other's. */
    static Ruling objects(Scene scene) throws Unsettled, InterruptedException {
        ObjectKeeper keeper = scene.keeper();
        String theirs = keeper.standing(scene.owner());
        HttpAnswer shown = keeper.control(theirs, scene.owner());
        String own = keeper.create(scene.stranger(), Map.of());
        HttpAnswer unused = keeper.control(own, scene.stranger());
        HttpAnswer foreign = keeper.read(theirs, scene.stranger());
        Ruling refused = refused(scene, foreign, Route.shape(shown), "reading another user's object");
        if (refused.holds()) {
            HttpAnswer unusedAgain = keeper.control(theirs, scene.owner());
        }
        return refused;
    }

    /** What is another's is answered as what does not exist. */
    static Ruling existence(Scene scene) throws Unsettled, InterruptedException {
        ObjectKeeper keeper = scene.keeper();
        String theirs = keeper.standing(scene.owner());
        HttpAnswer shown = keeper.control(theirs, scene.owner());
        HttpAnswer foreign = keeper.read(theirs, scene.stranger());
        if (ObjectKeeper.isSuccess(foreign) && Route.shape(foreign).equals(Route.shape(shown))) {
            return Ruling.skipped(
                    "precondition: another user's object is shown (auth.isolation.objects);" + " mend that first");
        }
        String nowhere = likewise(theirs, scene.bench().random("an id that does not exist"));
        HttpAnswer absent = keeper.read(nowhere, scene.stranger());
        for (HttpAnswer answer : List.of(foreign, absent)) {
            if (!REFUSALS.contains(answer.status())) {
                return Ruling.open(
                        "reading an object that is not one's own was answered neither with a refusal nor with it: "
                                + answer.exchange().summary());
            }
        }
        String saidOfTheirs = foreign.status() + " " + Route.shape(foreign);
        String saidOfNothing = absent.status() + " " + Route.shape(absent);
        return saidOfTheirs.equals(saidOfNothing)
                ? Ruling.holds("another user's object and one that does not exist are answered alike (status "
                        + foreign.status() + ")")
                : Ruling.broken("another user's object is answered " + saidOfTheirs + ", one that does not exist "
                        + saidOfNothing + ": the answers tell which ids exist");
    }

    /** A list holds one's own and nobody else's. */
    static Ruling lists(Scene scene) throws Unsettled, InterruptedException {
        RequestTemplate list = scene.objects().list();
        if (list == null) {
            return Ruling.skipped("not in the contract: probes.auth.access.objects.list");
        }
        ObjectKeeper keeper = scene.keeper();
        String theirs = keeper.standing(scene.owner());
        HttpAnswer own = keeper.send(list, "", scene.owner());
        if (!ObjectKeeper.isSuccess(own) || !own.text().contains(theirs)) {
            return Ruling.open("the owner's list does not hold the object that was made, so its absence elsewhere"
                    + " would say nothing: " + scene.course().lastSummary());
        }
        HttpAnswer foreign = keeper.send(list, "", scene.stranger());
        if (!ObjectKeeper.isSuccess(foreign)) {
            return Ruling.open(
                    "the other user's list was not had: " + scene.course().lastSummary());
        }
        return foreign.text().contains(theirs)
                ? Ruling.broken("the list of one user holds an object of another")
                : Ruling.holds("the owner's list holds the object, the other user's does not");
    }

    /** Nobody changes or removes what is another's. */
    static Ruling writes(Scene scene) throws Unsettled, InterruptedException {
        Map<String, RequestTemplate> writes = new LinkedHashMap<>();
        if (scene.objects().update() != null) {
            writes.put("changing", scene.objects().update());
        }
        if (scene.objects().delete() != null) {
            writes.put("removing", scene.objects().delete());
        }
        if (writes.isEmpty()) {
            return Ruling.skipped("not in the contract: probes.auth.access.objects.update and delete");
        }
        ObjectKeeper keeper = scene.keeper();
        String theirs = keeper.create(scene.owner(), Map.of());
        String before = keeper.control(theirs, scene.owner()).text();
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, RequestTemplate> write : writes.entrySet()) {
            HttpAnswer answer = keeper.send(write.getValue(), theirs, scene.stranger());
            if (ObjectKeeper.isSuccess(answer)) {
                return Ruling.broken(write.getKey() + " another user's object was answered " + answer.status());
            }
            if (!REFUSALS.contains(answer.status())) {
                return Ruling.open(write.getKey() + " another user's object was not refused clearly: "
                        + scene.course().lastSummary());
            }
            refused.add(write.getKey() + " " + answer.status());
        }
        HttpAnswer after = keeper.read(theirs, scene.owner());
        if (after.status() == 404 || after.status() == 410) {
            return Ruling.broken("the object is gone, although its removal by another user was refused");
        }
        if (!ObjectKeeper.isSuccess(after)) {
            return Ruling.open("its owner cannot read the object afterwards: "
                    + scene.course().lastSummary());
        }
        return after.text().equals(before)
                ? Ruling.holds("refused (" + String.join(", ", refused) + "), and its owner finds the object as it was")
                : Ruling.broken("another user's write was refused, and the object is another than before");
    }

    /** What is the server's to set is not taken from a request. */
    static Ruling fields(Scene scene) throws Unsettled, InterruptedException {
        Map<String, JsonNode> fields = scene.objects().protectedFields();
        if (fields.isEmpty() || !scene.objects().create().with(fields).isBodyOf(fields)) {
            return Ruling.skipped(
                    "not in the contract: probes.auth.access.objects.protected-fields, with a create whose body"
                            + " is a mapping");
        }
        ObjectKeeper keeper = scene.keeper();
        String plain = keeper.create(scene.owner(), Map.of());
        HttpAnswer usual = keeper.control(plain, scene.owner());
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            if (carries(usual, field)) {
                return Ruling.skipped("does not apply: " + field.getKey()
                        + " has the value that is tried without being asked; choose another");
            }
        }
        HttpAnswer answer = keeper.attempt(scene.owner(), fields);
        if (answer.outcome().answered() && answer.status() >= 400 && answer.status() < 500 && answer.status() != 429) {
            return Ruling.holds("a request with " + fields.keySet() + " is refused (status " + answer.status() + ")");
        }
        if (!ObjectKeeper.isSuccess(answer) || keeper.id(answer).isEmpty()) {
            return Ruling.open("a request with " + fields.keySet() + " was not answered clearly: "
                    + scene.course().lastSummary());
        }
        HttpAnswer made = keeper.control(keeper.id(answer).get(), scene.owner());
        List<String> taken = fields.entrySet().stream()
                .filter(field -> carries(made, field))
                .map(Map.Entry::getKey)
                .toList();
        return taken.isEmpty()
                ? Ruling.holds(fields.keySet() + " of a request are not taken over")
                : Ruling.broken("a user set " + taken + " of an object, which is the server's to set");
    }

    private static Ruling refused(Scene scene, HttpAnswer answer, String shape, String what) {
        if (ObjectKeeper.isSuccess(answer) && Route.shape(answer).equals(shape)) {
            return Ruling.broken(what + " is answered with it (status " + answer.status() + ")");
        }
        return REFUSALS.contains(answer.status())
                ? Ruling.holds(what + " is refused (status " + answer.status() + "); both users read their own")
                : Ruling.open(
                        what + " was not refused clearly: " + scene.course().lastSummary());
    }

    /** Whether the object has this value there; numbers may come back in another width. */
    private static boolean carries(HttpAnswer answer, Map.Entry<String, JsonNode> field) {
        try {
            JsonNode member = JSON.readTree(answer.body()).path(field.getKey());
            return member.equals(field.getValue())
                    || (member.isNumber()
                            && member.asText().equals(field.getValue().asText()));
        } catch (IOException e) {
            // What is no JSON has no such member.
            return false;
        }
    }

    /** An id of the same form that nobody was given. */
    static String likewise(String id, Random random) {
        StringBuilder other = new StringBuilder();
        for (char c : id.toCharArray()) {
            if (c >= '0' && c <= '9') {
                other.append((char) ('0' + random.nextInt(10)));
            } else if (c >= 'a' && c <= 'f') {
                other.append((char) ('a' + random.nextInt(6)));
            } else {
                other.append(c);
            }
        }
        return other.toString();
    }
}
