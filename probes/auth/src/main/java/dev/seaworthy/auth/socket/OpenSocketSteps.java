package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.settings.SocketSettings.Question;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a WebSocket may do once it is open: hear others, and outlive its token. */
final class OpenSocketSteps {
    private static final int LIFETIME_SECONDS = 2;
    private static final Duration CLEAR_OF_ROUNDING = Duration.ofMillis(250);

    private OpenSocketSteps() {}

    static Finding channels(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        Question subscribe = door.settings().subscribe();
        String user = door.settings().user();
        if (subscribe == null || user == null) {
            return Finding.skipped(trial.claim(), "not in the contract: probes.auth.websocket.subscribe and user");
        }
        Bench bench = door.bench();
        boolean two = bench.login().filter(login -> login.accounts().size() > 1).isPresent();
        if (!two) {
            return Finding.skipped(
                    trial.claim(),
                    "not in the contract: a second account of identities."
                            + bench.settings().identity());
        }
        Entry other = trial.note(
                "the other user", door.attempt(door.usual(), bench.standing(1).token(), "the other user's socket"));
        Entry own = trial.note(
                "the user",
                door.enter(door.bare(), door.usual(), bench.standing(0).token()));
        String theirs = Door.read(other.firstMessage()).at(user).asText("");
        String mine = Door.read(own.firstMessage()).at(user).asText("");
        WebSocket socket = own.socket();
        if (socket == null || !own.accepted() || !other.accepted()) {
            trial.doubt("two users with valid tokens were not both let in: " + own.observation() + "; "
                    + other.observation());
        } else if (mine.isEmpty() || theirs.isEmpty() || mine.equals(theirs)) {
            trial.doubt("the first messages do not name two users at " + user);
        } else if (door.ask(socket, subscribe, mine).found().isEmpty()) {
            trial.doubt("a user's subscription to their own channel is not answered as the contract says");
        } else {
            judge(trial, door, socket, door.askAndEcho(socket, subscribe, theirs));
        }
        door.leave(own, "subscriptions to one's own channel and to another user's");
        return trial.verdict("a user subscribes to their own channel, and to another user's is refused");
    }

    private static void judge(SocketTrial trial, Door door, WebSocket socket, Door.Answer answer)
            throws InterruptedException {
        if (answer.found().isPresent()) {
            trial.violated("a subscription to another user's channel is answered as one to one's own");
        } else if (answer.last().isEmpty() && socket.isOpen()) {
            trial.doubt("a subscription to another user's channel is not answered at all");
        } else if (socket.isOpen() && !door.echoes(socket)) {
            trial.doubt("after the refused subscription the socket answers nothing any more");
        }
    }

    static Finding expiry(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        Bench bench = door.bench();
        Credential valid = bench.standing(0);
        Forgeries forgeries = new Forgeries(bench, valid);
        if (!forgeries.arePossible()) {
            return Finding.skipped(trial.claim(), "does not apply: the target's tokens are no JSON Web Tokens");
        }
        Instant end = bench.time().wallClock().truncatedTo(ChronoUnit.SECONDS).plusSeconds(LIFETIME_SECONDS + 1L);
        Optional<Secret> brief = forgeries.endingAt(end);
        if (brief.isEmpty()) {
            return Finding.skipped(
                    trial.claim(), "not in the contract: probes.auth.signing-key, with a key of the target's tokens");
        }
        Entry entry = trial.note("a token with a short life", door.enter(door.bare(), door.usual(), brief.get()));
        WebSocket socket = entry.socket();
        if (socket == null || !entry.accepted()) {
            trial.doubt("a token that is about to end was not let in: " + entry.observation());
            return trial.verdict();
        }
        Duration toEnd = Duration.between(bench.time().wallClock(), end);
        long endNanos = bench.time().nanos() + toEnd.toNanos();
        Pause.of(toEnd.plus(door.settings().endsWithin()).plus(CLEAR_OF_ROUNDING));
        outlived(door, trial, socket, "the end of its token", endNanos);
        door.leave(entry, "a socket after the end of its token");
        if (trial.validEnters(valid.token())) {
            return trial.verdict("the socket was ended within "
                    + door.settings().endsWithin().toMillis() + " ms of its token's end: " + Door.ending(socket));
        }
        return trial.verdict();
    }

    static Finding logout(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        Bench bench = door.bench();
        Optional<Identity.Login> login = bench.login();
        RequestSpec logout = login.map(Identity.Login::logout).orElse(null);
        if (logout == null) {
            return Finding.skipped(
                    trial.claim(),
                    "not in the contract: identities." + bench.settings().identity() + ".logout");
        }
        Credential own = bench.obtain(0);
        door.exchanges().addAll(own.exchanges());
        Entry entry = trial.note("a valid token", door.enter(door.bare(), door.usual(), own.token()));
        WebSocket socket = entry.socket();
        if (socket == null || !entry.accepted()) {
            trial.doubt("a valid token was not let in: " + entry.observation());
            return trial.verdict();
        }
        HttpAnswer answer = bench.wire().exchange(bench.signIn().logoutRequest(logout, own));
        door.exchanges().add(answer.exchange());
        long endNanos = bench.time().nanos();
        if (!answer.outcome().answered() || answer.status() >= 400) {
            trial.doubt("the logout did not work: " + answer.exchange().summary());
        } else {
            Pause.of(door.settings().endsWithin());
            outlived(door, trial, socket, "the logout of its session", endNanos);
        }
        door.leave(entry, "a socket after the logout of its session");
        if (trial.validEnters(bench.standing(0).token())) {
            return trial.verdict("the socket was ended within "
                    + door.settings().endsWithin().toMillis() + " ms of the logout: " + Door.ending(socket));
        }
        return trial.verdict();
    }

    /** A socket that answers on after its token's end has outlived it; one that was gone before shows nothing. */
    private static void outlived(Door door, SocketTrial trial, WebSocket socket, String what, long endNanos)
            throws InterruptedException {
        if (door.echoes(socket)) {
            trial.violated(
                    "a WebSocket still answers " + door.settings().endsWithin().toMillis() + " ms after " + what);
            return;
        }
        WebSocket.End end = socket.ended().getNow(null);
        if (end == null) {
            trial.doubt("the socket stays open after " + what + ", and answers nothing any more");
        } else if (end.atNanos() < endNanos - CLEAR_OF_ROUNDING.toNanos()) {
            trial.doubt("the socket ended before " + what + ": " + Door.ending(socket));
        }
        trial.note("the socket after " + what, Door.ending(socket));
    }
}
