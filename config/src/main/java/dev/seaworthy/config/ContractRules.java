package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cross-field rules of a contract: what refers to something must find it. Works on any tree, sound or not, so that one
 * reading reports everything.
 */
final class ContractRules {
    /** Replaced in operations: text that no other request carries. */
    private static final List<String> OPERATION_PLACEHOLDERS = List.of("nonce");

    private static final List<String> LOGIN_PLACEHOLDERS = List.of("user", "password");
    private static final List<String> SESSION_PLACEHOLDERS = List.of("refreshToken");
    private static final String OPERATION_PREFIX = "http.";

    private final JsonNode root;
    private final Complaints complaints;
    private final List<String> warnings;

    ContractRules(JsonNode root, Complaints complaints, List<String> warnings) {
        this.root = root;
        this.complaints = complaints;
        this.warnings = warnings;
    }

    /**
     * Checks everything.
     *
     * @param steps what a journey may name besides operations of the contract; empty if that is not known
     */
    void check(Set<String> steps) {
        identities();
        operations();
        names("load", "scenario");
        names("objectives", "operation");
        journeys(steps);
        objectives();
        for (String timeout : List.of("connect-timeout", "answer-timeout")) {
            if (root.path("rails").path(timeout).asText().matches("[0.]+[a-z]+")) {
                complaints.about(Pointer.ROOT.child("rails").child(timeout), "expected more than nothing");
            }
        }
    }

    /** Checks a value that the schema calls the name of an identity or an operation, wherever it stands. */
    void reference(Pointer at, JsonNode value, Set<String> definitions) {
        if (definitions.contains("identity-name")) {
            reference(at, value, "identity", "identities");
        } else if (definitions.contains("operation-name")) {
            reference(at, value, "operation", "operations");
        }
    }

    private void reference(Pointer at, JsonNode value, String what, String section) {
        Set<String> known = keys(root.path(section));
        if (value.isTextual() && !known.contains(value.textValue())) {
            complaints.about(at, unknown(what, value.textValue(), known, section));
        }
    }

    private void identities() {
        RequestRules requests = new RequestRules(complaints);
        Pointer identities = Pointer.ROOT.child("identities");
        root.path("identities").properties().forEach(entry -> {
            Pointer at = identities.child(entry.getKey());
            JsonNode identity = entry.getValue();
            requests.check(at.child("login"), identity.path("login"), LOGIN_PLACEHOLDERS);
            requests.check(at.child("refresh"), identity.path("refresh"), SESSION_PLACEHOLDERS);
            requests.check(at.child("logout"), identity.path("logout"), SESSION_PLACEHOLDERS);
            if (identity.has("refresh")
                    && identity.path("login").isObject()
                    && !identity.path("login").has("refresh-token")) {
                complaints.about(
                        at.child("refresh"),
                        "needs to know where the login's answer has the refresh token; give "
                                + (at.child("login").child("refresh-token").words()));
            }
            users(at.child("accounts"), identity.path("accounts"));
        });
    }

    private void users(Pointer at, JsonNode accounts) {
        Set<String> users = new HashSet<>();
        for (int i = 0; accounts.isArray() && i < accounts.size(); i++) {
            String user = accounts.get(i).path("user").asText();
            if (!user.isEmpty() && !users.add(user)) {
                complaints.about(at.child(i).child("user"), "the account \"" + user + "\" is here twice");
            }
        }
    }

    private void operations() {
        RequestRules requests = new RequestRules(complaints);
        Pointer operations = Pointer.ROOT.child("operations");
        root.path("operations").properties().forEach(entry -> {
            Pointer at = operations.child(entry.getKey());
            JsonNode operation = entry.getValue();
            requests.check(at, operation, OPERATION_PLACEHOLDERS);
            List<String> classes = new ArrayList<>(keys(operation.path("expect")));
            classes.remove("valid");
            if (!classes.isEmpty() && !operation.has("identity")) {
                complaints.about(
                        at.child("expect"),
                        "says what happens with a credential of class \"" + classes.get(0)
                                + "\", but the operation names no identity");
            }
        });
    }

    /** Names such as {@code http.profile} must be operations of this contract; those of probes are known to the plan. */
    private void names(String section, String key) {
        for (int i = 0; i < root.path(section).size(); i++) {
            Pointer at = Pointer.ROOT.child(section).child(i).child(key);
            JsonNode value = root.path(section).path(i).path(key);
            operationName(at, value);
            for (int j = 0; j < value.size(); j++) {
                operationName(at.child(j), value.path(j));
            }
        }
    }

    private void operationName(Pointer at, JsonNode value) {
        String name = value.asText();
        if (name.startsWith(OPERATION_PREFIX) && !operationNames().contains(name)) {
            complaints.about(at, unknown("operation", name, operationNames(), "operations"));
        }
    }

    private void journeys(Set<String> steps) {
        Set<String> known = new HashSet<>(operationNames());
        known.addAll(steps);
        root.path("load").forEach(phase -> {
            known.add(phase.path("scenario").asText());
            phase.path("scenario").forEach(scenario -> known.add(scenario.asText()));
        });
        Set<String> names = new HashSet<>();
        for (int i = 0; i < root.path("journeys").size(); i++) {
            Pointer at = Pointer.ROOT.child("journeys").child(i);
            JsonNode journey = root.path("journeys").path(i);
            if (journey.path("name").isTextual()
                    && !names.add(journey.path("name").textValue())) {
                complaints.about(at.child("name"), "another journey has this name too");
            }
            for (int j = 0; j < journey.path("steps").size(); j++) {
                String step = journey.path("steps").path(j).asText();
                boolean judged = step.startsWith(OPERATION_PREFIX) || !steps.isEmpty();
                if (judged && !known.contains(step)) {
                    complaints.about(
                            at.child("steps").child(j),
                            "no check and no operation is called \"" + step + "\"" + Nearest.hint(step, known));
                }
            }
        }
    }

    private void objectives() {
        Set<String> driven = new HashSet<>();
        Set<String> phases = new LinkedHashSet<>();
        root.path("load").forEach(phase -> {
            phases.add(phase.path("name").asText());
            driven.add(phase.path("scenario").asText());
            phase.path("scenario").forEach(scenario -> driven.add(scenario.asText()));
        });
        JsonNode objectives = root.path("objectives");
        for (int i = 0; i < objectives.size(); i++) {
            JsonNode objective = objectives.path(i);
            String phase = objective.path("phase").asText();
            if (!phase.isEmpty() && !phases.contains(phase)) {
                complaints.about(
                        new Pointer("/objectives").child(i).child("phase"),
                        "no phase of load is called \"" + phase + "\"" + Nearest.hint(phase, phases));
            }
            String name = objective.path("operation").asText();
            if (name.startsWith(OPERATION_PREFIX) && !driven.contains(name)) {
                warnings.add("the objective on " + name + " cannot be proven: no phase of load drives it");
            }
        }
    }

    private Set<String> operationNames() {
        return keys(root.path("operations")).stream()
                .map(name -> OPERATION_PREFIX + name)
                .collect(Collectors.toSet());
    }

    private static String unknown(String what, String name, Set<String> known, String section) {
        String list = known.isEmpty()
                ? section + " is empty"
                : "known: " + known.stream().sorted().limit(12).collect(Collectors.joining(", "));
        return "no " + what + " is called \"" + name + "\"" + Nearest.hint(name, known) + " (" + list + ")";
    }

    private static Set<String> keys(JsonNode object) {
        return object.properties().stream().map(entry -> entry.getKey()).collect(Collectors.toSet());
    }
}
