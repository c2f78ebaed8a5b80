package dev.seaworthy.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.settings.OidcSettings;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The provider as one check sees it: what it sends becomes evidence of this check. Used once, by one thread. */
final class Provider {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Bench bench;
    private final Claim claim;
    private final OidcSettings settings;
    private final Course course;
    private final Memory memory;

    Provider(Bench bench, Claim claim, OidcSettings settings) {
        this.bench = bench;
        this.claim = claim;
        this.settings = settings;
        this.course = new Course(bench, claim);
        this.memory = bench.shared(
                Memory.class,
                () -> new Memory(new UserAgent(new Forms(settings.form()), bench.allowed(), bench.vault())));
    }

    OidcSettings settings() {
        return settings;
    }

    Bench bench() {
        return bench;
    }

    Claim claim() {
        return claim;
    }

    Course course() {
        return course;
    }

    /** The browser that all checks share, so that one sign-in does for all. */
    UserAgent agent() {
        return memory.agent;
    }

    /** A browser without cookies. */
    UserAgent freshAgent() {
        return new UserAgent(new Forms(settings.form()), bench.allowed(), bench.vault());
    }

    String issuer() {
        return absolute(settings.issuer());
    }

    /** An address of the contract, completed. */
    String absolute(String address) {
        return address.startsWith("/")
                ? Targets.below(bench.targets().auth(), address).toString()
                : address;
    }

    /** The tested client, or the end of the check where there is none. */
    OidcSettings.Client client() throws Halt {
        return new OidcSettings.Client(
                required(settings.clientId(), "client-id"),
                settings.clientSecret(),
                absolute(required(settings.redirectUri(), "redirect-uri")));
    }

    <T> T required(@Nullable T value, String key) throws Halt {
        if (value == null) {
            throw new Halt(Finding.skipped(claim, "not in the contract: probes.auth.oidc." + key));
        }
        return value;
    }

    /** Who signs in: the first account of the tested identity. */
    Identity.Account account() throws Halt {
        Identity.Login login = bench.login().orElse(null);
        return required(login, "identity with accounts (probes.auth.identity must log in)")
                .accounts()
                .get(0);
    }

    /** Sends a request, which must stay inside the allow-list. */
    HttpAnswer send(HttpRequest request) throws Halt, InterruptedException {
        if (!bench.allowed().permits(request.uri())) {
            throw undecided("an endpoint is outside the allow-list ("
                    + request.uri().getHost() + "): name it under rails.allow");
        }
        return course.send(request);
    }

    HttpAnswer get(String address) throws Halt, InterruptedException {
        return send(HttpRequest.get(uri(address)));
    }

    /** The key set, which is asked for once in a run; again only if it was not had. */
    HttpAnswer keySet() throws Halt, InterruptedException {
        HttpAnswer known = memory.keySet;
        if (known != null) {
            course.after(List.of(known.exchange()));
            return known;
        }
        HttpAnswer answer = get(endpoint("jwks_uri"));
        if (answer.is(200)) {
            memory.keySet = answer;
        }
        return answer;
    }

    /** A code that was asked for and traded as it should be: once in a run, for all that only look at the answer. */
    PlainTrade plainTrade() throws Halt, InterruptedException {
        PlainTrade known = memory.trade;
        if (known != null) {
            course.after(known.exchanges());
            return known;
        }
        PlainTrade trade = tradePlainly();
        CodeChecks.accepted(this, trade.traded());
        return trade;
    }

    /** Another trade as it should be, whatever comes of it: the last control of a check, and good for those after it. */
    PlainTrade tradePlainly() throws Halt, InterruptedException {
        int before = course.exchanges().size();
        Coded coded = code();
        TokenEndpoint.Traded traded = new TokenEndpoint(this).trade(coded);
        List<Exchange> all = course.exchanges();
        PlainTrade trade = new PlainTrade(coded, traded, List.copyOf(all.subList(before, all.size())));
        if (traded.isAccepted()) {
            memory.trade = trade;
        }
        return trade;
    }

    /** A trade without any trick. */
    record PlainTrade(Coded coded, TokenEndpoint.Traded traded, List<Exchange> exchanges) {}

    HttpRequest form(String endpoint, Map<String, String> fields) throws Halt {
        return HttpRequest.of("POST", uri(endpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(Asked.form(fields).getBytes(StandardCharsets.UTF_8));
    }

    URI uri(String address) throws Halt {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw undecided("an address of the provider cannot be read as one");
        }
    }

    /** The discovery document, read once for all checks; its exchange is evidence of each. */
    JsonNode discovery() throws Halt, InterruptedException {
        Document known = memory.discovery;
        if (known == null) {
            known = read(get(discoveryAddress()));
            memory.discovery = known;
        } else {
            course.after(List.of(known.exchange));
        }
        return known.content;
    }

    String discoveryAddress() {
        return issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration";
    }

    private Document read(HttpAnswer answer) throws Halt {
        if (!answer.is(200)) {
            throw undecided("there is no discovery document to go by: "
                    + answer.exchange().summary());
        }
        JsonNode content = json(answer);
        if (!content.isObject() || !content.path("authorization_endpoint").isTextual()) {
            throw undecided(
                    "the discovery document is not one: " + answer.exchange().summary());
        }
        return new Document(content, answer.exchange());
    }

    /** The body as JSON; missing if it is none. */
    static JsonNode json(HttpAnswer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    /** An endpoint that the discovery document names. */
    String endpoint(String name) throws Halt, InterruptedException {
        String address = discovery().path(name).asText();
        if (address.isBlank()) {
            throw new Halt(Finding.skipped(claim, "does not apply: the discovery document names no " + name));
        }
        return address;
    }

    /** A complete, right authorization request of a client. */
    Asked ask(OidcSettings.Client client) {
        String verifier = random();
        bench.vault().keep(verifier);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client.clientId());
        parameters.put("redirect_uri", client.redirectUri());
        parameters.put("scope", settings.scope());
        parameters.put("state", random());
        parameters.put("nonce", random());
        parameters.put("code_challenge", challenge(verifier));
        parameters.put("code_challenge_method", "S256");
        return new Asked(parameters, verifier, "");
    }

    /** Sends a user with this request, who signs in where it is asked for. */
    Landing authorize(Asked asked, String... moreHomes) throws Halt, InterruptedException {
        String endpoint = endpoint("authorization_endpoint");
        URI start = uri(endpoint + (endpoint.contains("?") ? "&" : "?") + asked.query());
        if (!bench.allowed().permits(start)) {
            throw undecided("the authorization endpoint is outside the allow-list: name it under rails.allow");
        }
        List<String> homes = new java.util.ArrayList<>(List.of(moreHomes));
        homes.add(asked.value("redirect_uri"));
        boolean before = memory.agent.hasSignedIn();
        Landing landing = memory.agent.visit(course, start, account(), homes);
        if (!before && memory.agent.hasSignedIn()) {
            bench.cleanUp().note(new SignedIn(this, account().user()));
        }
        return landing;
    }

    /** A code for the tested client, or the end of the check where none can be had. */
    Coded code() throws Halt, InterruptedException {
        return code(client());
    }

    Coded code(OidcSettings.Client client) throws Halt, InterruptedException {
        Asked asked = ask(client);
        Landing landing = authorize(asked);
        if (landing instanceof Landing.Back back && !back.value("code").isEmpty()) {
            return new Coded(asked, client, back, back.value("code"));
        }
        throw undecided("a right authorization request gives no code: " + described(landing));
    }

    /** What a landing that should not be is called. */
    String described(Landing landing) {
        if (landing instanceof Landing.Back back) {
            String error = back.value("error");
            return error.isEmpty() ? "it is sent back without one" : "it is sent back with error " + plain(error);
        }
        if (landing instanceof Landing.Page page) {
            return page.problem();
        }
        return landing instanceof Landing.Stranger ? "it is sent outside the allow-list" : course.lastSummary();
    }

    /** A word of the target that may stand in a reason. */
    static String plain(String word) {
        return word.replaceAll("[^\\w .:-]", "").replaceFirst("^(.{60}).+", "$1");
    }

    Halt undecided(String reason) {
        List<Exchange> exchanges = course.exchanges();
        return new Halt(exchanges.isEmpty() ? Finding.error(claim, reason) : course.unproven(reason));
    }

    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The newest id token that any check was given, as a hint of whose sign-in is meant; empty if there is none. */
    String lastIdToken() {
        return memory.idToken;
    }

    void remember(String idToken) {
        memory.idToken = idToken;
    }

    void keepIfLong(String value) {
        if (value.length() >= 12) {
            keep(value);
        }
    }

    Secret keep(String value) {
        return bench.vault().keep(value);
    }

    /** A code and what it was asked for with. */
    record Coded(Asked asked, OidcSettings.Client client, Landing.Back back, String code) {
        @Override
        public String toString() {
            return "a code of " + client.clientId();
        }
    }

    private record Document(JsonNode content, Exchange exchange) {}

    /** What the checks of one run know together. */
    static final class Memory {
        private final UserAgent agent;
        private volatile @Nullable Document discovery;
        private volatile @Nullable HttpAnswer keySet;
        private volatile @Nullable PlainTrade trade;
        private volatile String idToken = "";

        Memory(UserAgent agent) {
            this.agent = agent;
        }
    }
}
