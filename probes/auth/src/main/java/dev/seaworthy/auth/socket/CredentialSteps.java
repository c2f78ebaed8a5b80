package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.settings.SocketSettings.Carrier;
import dev.seaworthy.auth.settings.SocketSettings.Encoding;
import dev.seaworthy.auth.settings.SocketSettings.Place;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.WebSocketRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which tokens open a WebSocket, and by which carrier. */
final class CredentialSteps {
    private static final String NO_KEY =
            "not in the contract: probes.auth.signing-key, with a key of the target's tokens";
    private static final String OPAQUE = "does not apply: the target's tokens are no JSON Web Tokens";

    private CredentialSteps() {}

    static Finding expired(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        Credential valid = door.bench().standing(0);
        Forgeries forgeries = new Forgeries(door.bench(), valid);
        if (!forgeries.arePossible()) {
            return Finding.skipped(trial.claim(), OPAQUE);
        }
        Optional<Secret> fresh =
                forgeries.endingAt(door.bench().time().wallClock().plusSeconds(300));
        Optional<Secret> expired = forgeries.expired();
        if (fresh.isEmpty() || expired.isEmpty()) {
            return Finding.skipped(trial.claim(), NO_KEY);
        }
        if (trial.validEntered(valid.token()) && trial.nobodyIsRefused()) {
            Entry own = trial.note(
                    "the same claims, signed with the contract's test key",
                    door.attempt(door.usual(), fresh.get(), "control: signed with the test key"));
            if (!own.accepted()) {
                trial.doubt("a fresh token of the contract's test key was not let in either: " + own.observation());
            } else if (trial.refuses("a token that ended an hour ago", door.usual(), expired.get())) {
                var unused = trial.validEnters(valid.token());
            }
        }
        return trial.verdict();
    }

    static Finding forged(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        Credential valid = door.bench().standing(0);
        Map<String, Secret> forged = new Forgeries(door.bench(), valid).unsigned();
        if (forged.isEmpty()) {
            return Finding.skipped(trial.claim(), OPAQUE);
        }
        if (trial.validEntered(valid.token()) && trial.nobodyIsRefused()) {
            boolean answered = true;
            for (Map.Entry<String, Secret> forgery : forged.entrySet()) {
                answered = answered && trial.refuses(forgery.getKey(), door.usual(), forgery.getValue());
            }
            if (answered) {
                var unused = trial.validEnters(valid.token());
            }
        }
        return trial.verdict();
    }

    static Finding queryToken(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        Credential valid = door.bench().standing(0);
        if (trial.validEntered(valid.token()) && trial.nobodyIsRefused()) {
            Set<String> names = new TreeSet<>(List.of("token", "access_token"));
            door.settings().carriers().stream()
                    .filter(carrier -> carrier.in() == Place.QUERY)
                    .forEach(carrier -> names.add(carrier.name()));
            boolean answered = true;
            for (String name : names) {
                Carrier query = new Carrier(Place.QUERY, name, null, Encoding.RAW, null);
                answered =
                        answered && trial.refuses("a valid token in the query parameter " + name, query, valid.token());
            }
            if (answered) {
                var unused = trial.validEnters(valid.token());
            }
        }
        return trial.verdict();
    }

    /** Every carrier that lets a valid token in says the same of one that is not. */
    static Finding carriers(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        Credential valid = door.bench().standing(0);
        Map<String, Secret> invalid = invalid(door, valid);
        if (!trial.validEntered(valid.token()) || !trial.nobodyIsRefused()) {
            return trial.verdict();
        }
        Map<Carrier, Map<String, Reading>> table = new LinkedHashMap<>();
        for (Carrier carrier : candidates(door)) {
            WebSocketRequest bare = asPage(door, carrier);
            String in = " in " + carrier;
            Entry control =
                    trial.note("a valid token" + in, door.attempt(bare, carrier, valid.token(), "a valid token" + in));
            if (control.reading() == Reading.UNANSWERED) {
                trial.doubt("a valid token" + in + ": " + control.observation());
                return trial.verdict();
            }
            if (!control.accepted()) {
                continue;
            }
            Map<String, Reading> row = new LinkedHashMap<>();
            for (Map.Entry<String, Secret> token : invalid.entrySet()) {
                String what = token.getKey() + in;
                Entry entry = trial.note(what, door.attempt(bare, carrier, token.getValue(), what));
                row.put(token.getKey(), entry.reading());
                if (!entry.accepted() && !entry.refused()) {
                    trial.doubt(what + ": " + entry.observation());
                }
            }
            table.put(carrier, row);
        }
        compare(trial, table, invalid.keySet());
        return trial.verdict(table.size() + " of the carriers let a valid token in, and all say the same of "
                + invalid.size() + " that are not valid");
    }

    private static void compare(SocketTrial trial, Map<Carrier, Map<String, Reading>> table, Set<String> tokens) {
        for (String token : tokens) {
            List<String> accepting = new ArrayList<>();
            List<String> refusing = new ArrayList<>();
            table.forEach((carrier, row) -> {
                if (row.get(token) == Reading.ACCEPTED) {
                    accepting.add(carrier.toString());
                } else if (row.get(token) == Reading.REFUSED) {
                    refusing.add(carrier.toString());
                }
            });
            if (!accepting.isEmpty() && !refusing.isEmpty()) {
                trial.violated(token + " is let in by way of " + accepting + " and refused by way of " + refusing);
            }
        }
    }

    private static Map<String, Secret> invalid(Door door, Credential valid) {
        Forgeries forgeries = new Forgeries(door.bench(), valid);
        Map<String, Secret> invalid = new LinkedHashMap<>();
        invalid.put("garbage", forgeries.garbage());
        forgeries.expired().ifPresent(token -> invalid.put("a token that ended an hour ago", token));
        forgeries.unsigned().entrySet().stream()
                .limit(2)
                .forEach(forgery -> invalid.put(forgery.getKey(), forgery.getValue()));
        return invalid;
    }

    /** The contract's carriers, and the usual spelling of the others. */
    private static List<Carrier> candidates(Door door) {
        List<Carrier> all = new ArrayList<>(door.settings().carriers());
        for (Place place : List.of(Place.HEADER, Place.COOKIE, Place.QUERY, Place.SUBPROTOCOL)) {
            if (all.stream().noneMatch(carrier -> carrier.in() == place)) {
                all.add(Carrier.in(place));
            }
        }
        return all;
    }

    /** A cookie is a browser's, and a browser says which page asks. */
    private static WebSocketRequest asPage(Door door, Carrier carrier) {
        return carrier.in() == Place.COOKIE ? door.bare().header("Origin", OriginSteps.own(door)) : door.bare();
    }
}
