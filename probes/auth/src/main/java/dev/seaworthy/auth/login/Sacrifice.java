package dev.seaworthy.auth.login;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The account that may be locked, and ways to knock at it. Used by one thread. */
final class Sacrifice {
    /** After so many wrong passwords in a row something must have happened (OWASP ASVS 5.0 6.3.1). */
    static final int MOST_GUESSES = 10;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(30);

    private final Bench bench;
    private final Course course;
    private final Identity.Login login;
    private final Identity.Account account;
    private final Random random;

    private Sacrifice(Bench bench, Course course, Identity.Login login, Identity.Account account) {
        this.bench = bench;
        this.course = course;
        this.login = login;
        this.account = account;
        this.random = bench.random("wrong passwords");
    }

    /** As the contract says; empty if it does not. */
    static Optional<Sacrifice> of(Bench bench, Course course) {
        Identity.Account account = bench.settings().sessions().sacrificial();
        return account == null
                ? Optional.empty()
                : bench.login().map(login -> new Sacrifice(bench, course, login, account));
    }

    /** What a check finds that could lock an account, where the contract gives none up. */
    static Finding missing(Claim claim) {
        return Finding.skipped(
                claim, "not in the contract: probes.auth.sessions.sacrificial, an account that may be locked");
    }

    Identity.Account account() {
        return account;
    }

    /**
     * Shows that the account is open, a wrong password is refused, and the right one is let in; waits for a short lock of an
     * earlier check to end.
     *
     * @return why not; empty if it is so
     */
    Optional<String> closed() throws InterruptedException {
        SignIn.Attempt wrong = wrong();
        if (Guess.of(wrong) == Guess.THROTTLED && waited(wrong)) {
            wrong = wrong();
        }
        if (Guess.of(wrong) != Guess.TURNED_DOWN) {
            return Optional.of("control: a wrong password for the sacrificial account is not just refused: "
                    + (wrong.problem().isEmpty() ? "it gives a token; see auth.login.works" : "it " + wrong.problem()));
        }
        SignIn.Attempt right = right();
        return right.credential().isPresent()
                ? Optional.empty()
                : Optional.of("control: the right password of the sacrificial account " + right.problem());
    }

    SignIn.Attempt right() throws InterruptedException {
        return tried(account.user(), account.password(), UnaryOperator.identity());
    }

    SignIn.Attempt wrong() throws InterruptedException {
        return tried(account.user(), wrongPassword(), UnaryOperator.identity());
    }

    /** Tries a user and a password in a request that was changed in some way. */
    SignIn.Attempt tried(String user, Secret password, UnaryOperator<HttpRequest> change) throws InterruptedException {
        HttpAnswer answer = course.send(change.apply(bench.signIn().loginRequest(login, user, password)));
        return read(answer);
    }

    /** Tries passwords of this account with their last bytes together, in this order. */
    List<SignIn.Attempt> together(List<Secret> passwords) throws InterruptedException {
        List<HttpRequest> requests = passwords.stream()
                .map(password -> bench.signIn().loginRequest(login, account.user(), password))
                .toList();
        return course.together(requests, PAUSE).stream().map(this::read).toList();
    }

    /** Wrong passwords, one after the other, until one is not looked at; the last of them is that one, if there was one. */
    List<Guess> guesses() throws InterruptedException {
        List<Guess> guesses = new ArrayList<>();
        for (int i = 0; i < MOST_GUESSES; i++) {
            guesses.add(Guess.of(wrong()));
            if (guesses.get(i) != Guess.TURNED_DOWN) {
                break;
            }
        }
        return guesses;
    }

    /** A password that the account does not have. */
    Secret wrongPassword() {
        return bench.vault().keep(Bench.hex(random, 12));
    }

    /** The seconds for which an answer asks to stay away; empty if it does not say. */
    static Optional<Long> retryAfter(SignIn.Attempt attempt) {
        return attempt.answer()
                .headers()
                .first("Retry-After")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong);
    }

    /** Waits for as long as an answer asks for; false if it does not say how long, or too long. */
    static boolean waited(SignIn.Attempt attempt) throws InterruptedException {
        Optional<Duration> wait = retryAfter(attempt).map(Duration::ofSeconds);
        if (wait.isEmpty() || wait.get().compareTo(LONGEST_WAIT) > 0) {
            return false;
        }
        Pause.of(wait.get().plusMillis(50));
        return true;
    }

    private SignIn.Attempt read(HttpAnswer answer) {
        return bench.signIn().loggedIn(bench.settings().identity(), login, account.user(), answer);
    }
}
