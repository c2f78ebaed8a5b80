package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.settings.OidcSettings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An application whose users sign in elsewhere: what its callback takes, and where it sends them. */
final class ApplicationChecks {
    private static final String LEAVES = "one sign-in at the provider and one at the application";
    private static final String MARK = "<sw-mark>";
    private static final int SHORTEST_STATE = 16;

    static final List<AuthCheck> ALL = List.of(
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.callback.state-bound",
                                            "The application's callback takes a code only with the state that it gave out, once",
                                            Severity.HIGH,
                                            "RFC 6749 section 10.12; RFC 9700 section 4.7; OWASP ASVS 5.0 10.1.2 and 10.2.1"),
                                    "Sign-ins that begin at the application and end at its callback: one answer without the state,"
                                            + " one with a foreign state, one as it came, and that one again.",
                                    "Only the third is taken.",
                                    "PASS: nobody can sign a user's browser in to an account that the user did not ask for.",
                                    "An answer without the right state is taken like the right one.",
                                    "curl -i -b COOKIES 'https://APP/callback?code=..&state=other'    # 400")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 16, LEAVES)),
                    ApplicationChecks::stateBound),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.callback.issuer-bound",
                                            "The application's callback refuses an answer that names another issuer",
                                            Severity.MEDIUM,
                                            "RFC 9207 section 2.4; RFC 9700 section 4.4.2; OWASP ASVS 5.0 10.2.2"),
                                    "Two sign-ins that begin at the application: one answer with another iss, one as it came.",
                                    "The first is refused, the second taken.",
                                    "PASS: an answer of one provider is not taken for another's.",
                                    "An answer with a foreign iss is taken.",
                                    "curl -i -b COOKIES 'https://APP/callback?code=..&state=..&iss=https://other.invalid'    # 400")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 12, LEAVES)),
                    ApplicationChecks::issuerBound),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.callback.error-escaped",
                                            "The application's callback writes no error into its page as markup",
                                            Severity.HIGH,
                                            "OWASP ASVS 5.0 1.2.1; OWASP WSTG-INPV-01; RFC 6749 section 4.1.2.1"),
                                    "A callback with an error and a description that hold the harmless tag " + MARK
                                            + ".",
                                    "The tag is not in an HTML answer, or not as a tag.",
                                    "PASS: this page does not run what a link says. Other pages are not tried.",
                                    "The tag stands in the page as it was sent.",
                                    "curl -s 'https://APP/callback?error=%3Csw-mark%3E' | grep '<sw-mark>'")
                            .with(Footprint.reads(2)),
                    ApplicationChecks::errorEscaped),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.external.bound",
                                            "Users are sent to the external provider with our client, our address and a fresh"
                                                    + " state",
                                            Severity.HIGH,
                                            "RFC 6749 sections 4.1.1 and 10.12; RFC 9700 section 4.7; OWASP ASVS 5.0 10.1.2"),
                                    "Two GETs of our own address that sends users there. Nothing is sent to the provider.",
                                    "A redirect to the declared authorization endpoint with response_type=code, our client_id, a"
                                            + " redirect_uri of ours, and a state of " + SHORTEST_STATE
                                            + " characters or more that is another one each time.",
                                    "PASS: our half of the request is right. What the provider makes of it is not seen.",
                                    "No redirect there, or one of these is missing, foreign or repeated.",
                                    "curl -sI https://HOST/auth/provider | grep -i '^location'")
                            .with(Footprint.reads(2)),
                    ApplicationChecks::external));

    private ApplicationChecks() {}

    private static Finding stateBound(Provider provider) throws Halt, InterruptedException {
        SignIn bare = begin(provider);
        HttpAnswer without = bare.answer(without(bare.fields(), "state"));
        SignIn other = begin(provider);
        HttpAnswer foreign = other.answer(replaced(other.fields(), "state", Provider.random()));
        SignIn right = begin(provider);
        HttpAnswer taken = right.answer(right.fields());
        HttpAnswer again = right.answer(right.fields());
        if (!isTaken(taken)) {
            return provider.course()
                    .unproven("control lost: a right answer is not taken: "
                            + taken.exchange().summary());
        }
        List<String> wrong = new ArrayList<>();
        check(wrong, without, taken, "an answer without a state");
        check(wrong, foreign, taken, "an answer with a foreign state");
        check(wrong, again, taken, "an answer that was taken before");
        if (!wrong.isEmpty()) {
            return provider.course().fail("the callback takes " + String.join(", ", wrong));
        }
        return unclear(List.of(without, foreign, again))
                ? provider.course()
                        .unproven("a wrong answer was neither taken nor refused: "
                                + provider.course().lastSummary())
                : provider.course().pass("the callback takes a right answer once, and refuses it without its state");
    }

    private static Finding issuerBound(Provider provider) throws Halt, InterruptedException {
        SignIn other = begin(provider);
        if (!other.fields().containsKey("iss")) {
            return Finding.skipped(
                    provider.claim(),
                    "does not apply: the provider names no issuer in its answers, so none is checked");
        }
        HttpAnswer foreign = other.answer(replaced(other.fields(), "iss", "https://seaworthy-foreign.invalid"));
        SignIn right = begin(provider);
        HttpAnswer taken = right.answer(right.fields());
        if (!isTaken(taken)) {
            return provider.course()
                    .unproven("control lost: a right answer is not taken: "
                            + taken.exchange().summary());
        }
        if (alike(foreign, taken)) {
            return provider.course().fail("the callback takes an answer that names another issuer");
        }
        return unclear(List.of(foreign))
                ? provider.course()
                        .unproven("a foreign issuer was neither taken nor refused: "
                                + foreign.exchange().summary())
                : provider.course().pass("the callback takes the provider's issuer, and refuses another one");
    }

    private static Finding errorEscaped(Provider provider) throws Halt, InterruptedException {
        SignIn begun = send(provider);
        HttpAnswer answer = begun.answer(Map.of("error", MARK, "error_description", MARK));
        if (!answer.outcome().answered() || answer.status() >= 500 || answer.status() == 429) {
            return provider.course()
                    .unproven("the callback does not answer an error: "
                            + answer.exchange().summary());
        }
        String type = answer.headers().first("Content-Type").orElse("");
        boolean page = type.isEmpty() || type.toLowerCase(Locale.ROOT).contains("html");
        return page && answer.text().contains(MARK)
                ? provider.course().fail("a tag in the error stands in the page as it was sent")
                : provider.course().pass("a tag in the error does not come back as markup");
    }

    /** A sign-in that began at the application and came back from the provider. */
    private static SignIn begin(Provider provider) throws Halt, InterruptedException {
        SignIn sent = send(provider);
        Landing landing =
                provider.agent().visit(provider.course(), sent.authorize, provider.account(), List.of(sent.callback));
        if (landing instanceof Landing.Back back && !back.value("code").isEmpty()) {
            return new SignIn(
                    provider,
                    sent.authorize,
                    sent.callback,
                    Landing.fields(back.location().getRawQuery()));
        }
        throw provider.undecided(
                "a sign-in that begins at the application gives no code: " + provider.described(landing));
    }

    /** The first step of it: where the application sends its user. */
    private static SignIn send(Provider provider) throws Halt, InterruptedException {
        OidcSettings.Application application =
                provider.required(provider.settings().application(), "application");
        URI start = provider.uri(provider.absolute(application.start()));
        if (!provider.bench().allowed().permits(start)) {
            throw new Halt(
                    Finding.error(provider.claim(), "probes.auth.oidc.application.start is outside the allow-list"));
        }
        HttpAnswer answer = provider.agent().request(provider.course(), HttpRequest.get(start));
        String location = answer.headers().first("Location").orElse("");
        String callback = Landing.fields(location.contains("?") ? location.substring(location.indexOf('?') + 1) : "")
                .getOrDefault("redirect_uri", "");
        if (answer.status() / 100 != 3 || callback.isEmpty() || !location.contains("client_id=")) {
            throw provider.undecided("the application does not send its user to the provider: "
                    + answer.exchange().summary());
        }
        return new SignIn(provider, provider.uri(location), callback, Map.of());
    }

    private static boolean isTaken(HttpAnswer answer) {
        String location = answer.headers().first("Location").orElse("");
        return answer.outcome().answered() && answer.status() / 100 <= 3 && !location.contains("error");
    }

    /** Whether an answer is treated as the right one was. */
    private static boolean alike(HttpAnswer answer, HttpAnswer taken) {
        return answer.outcome().answered()
                && answer.status() == taken.status()
                && place(answer).equals(place(taken));
    }

    private static String place(HttpAnswer answer) {
        return answer.headers().first("Location").orElse("").split("[?#]", 2)[0];
    }

    private static void check(List<String> wrong, HttpAnswer answer, HttpAnswer taken, String what) {
        if (alike(answer, taken)) {
            wrong.add(what);
        }
    }

    private static boolean unclear(List<HttpAnswer> refused) {
        return refused.stream()
                .anyMatch(answer -> !answer.outcome().answered() || answer.status() >= 500 || answer.status() == 429);
    }

    private static Map<String, String> without(Map<String, String> fields, String name) {
        Map<String, String> others = new java.util.LinkedHashMap<>(fields);
        others.remove(name);
        return others;
    }

    private static Map<String, String> replaced(Map<String, String> fields, String name, String value) {
        Map<String, String> others = new java.util.LinkedHashMap<>(fields);
        others.put(name, value);
        return others;
    }

    private static Finding external(Provider provider) throws Halt, InterruptedException {
        OidcSettings.External external = provider.required(provider.settings().external(), "external");
        Map<String, String> first = sentAway(provider, external);
        Map<String, String> second = sentAway(provider, external);
        List<String> wrong = new ArrayList<>();
        expect(wrong, first, "client_id", external.clientId());
        expect(wrong, first, "response_type", "code");
        String back = first.getOrDefault("redirect_uri", "");
        if (back.isEmpty() || !provider.bench().allowed().permits(provider.uri(back))) {
            wrong.add("the redirect_uri is missing or not of ours");
        }
        String state = first.getOrDefault("state", "");
        if (state.length() < SHORTEST_STATE) {
            wrong.add(state.isEmpty() ? "there is no state" : "the state has " + state.length() + " characters");
        } else if (state.equals(second.get("state"))) {
            wrong.add("the state is the same each time");
        }
        Finding finding = wrong.isEmpty()
                ? provider.course()
                        .pass("users are sent to the declared endpoint with our client, our address and a fresh state")
                : provider.course().fail("in the request to the external provider " + String.join(", ", wrong));
        return finding.with("nonce", first.containsKey("nonce"))
                .with("pkce", Provider.plain(first.getOrDefault("code_challenge_method", "none")));
    }

    private static void expect(List<String> wrong, Map<String, String> fields, String name, String value) {
        if (!value.equals(fields.get(name))) {
            wrong.add(name + " is " + (fields.containsKey(name) ? "another one" : "missing"));
        }
    }

    private static Map<String, String> sentAway(Provider provider, OidcSettings.External external)
            throws Halt, InterruptedException {
        HttpAnswer answer = provider.get(provider.absolute(external.start()));
        String location = answer.headers().first("Location").orElse("");
        if (!answer.outcome().answered() || answer.status() >= 500 || answer.status() == 429) {
            throw provider.undecided(
                    "our address does not answer: " + answer.exchange().summary());
        }
        boolean there = location.split("[?#]", 2)[0].equals(external.authorize());
        if (answer.status() / 100 != 3 || !there) {
            throw new Halt(provider.course()
                    .fail("users are not sent to the declared authorization endpoint: "
                            + answer.exchange().summary()));
        }
        return Landing.fields(provider.uri(location).getRawQuery());
    }

    /** A sign-in on its way: where it went, where its answer belongs, and what the answer says. */
    private record SignIn(Provider provider, URI authorize, String callback, Map<String, String> fields) {
        /** Sends an answer to the callback with the browser's cookies. */
        HttpAnswer answer(Map<String, String> sent) throws Halt, InterruptedException {
            URI uri = provider.uri(callback + (callback.contains("?") ? "&" : "?") + Asked.form(sent));
            if (!provider.bench().allowed().permits(uri)) {
                throw provider.undecided(
                        "the application's callback is outside the allow-list: name it under rails.allow");
            }
            return provider.agent().request(provider.course(), HttpRequest.get(uri));
        }

        @Override
        public String toString() {
            return "a sign-in at " + authorize.getHost();
        }
    }
}
