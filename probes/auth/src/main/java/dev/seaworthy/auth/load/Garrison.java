package dev.seaworthy.auth.load;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.forge.ClaimRows;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.Forgery;
import dev.seaworthy.auth.forge.JsonText;
import dev.seaworthy.auth.forge.SignatureRows;
import dev.seaworthy.auth.forge.SigningBench;
import dev.seaworthy.auth.forge.TokenForge;
import dev.seaworthy.auth.settings.UnderLoadSettings;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.LoadOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes, before the load, all that is sent during it: logins, tokens that are ended again, forgeries. What cannot be made is
 * said so. Used once, by one thread.
 */
final class Garrison {
    /** More accounts than these make the answers no more telling. */
    private static final int MOST_ACCOUNTS = 8;

    private static final int REVOKED = 3;
    private static final Duration LONG_PAST = Duration.ofHours(1);

    private final Bench bench;
    private final Route route;
    private final UnderLoadSettings settings;
    private final List<Credential> valid = new ArrayList<>();
    private final Map<Kind, List<Sample>> samples = new EnumMap<>(Kind.class);
    private final Map<Kind, Absence> absences = new EnumMap<>(Kind.class);
    private final Map<Kind, List<AtRest>> before = new EnumMap<>(Kind.class);

    Garrison(Bench bench, Route route) {
        this.bench = bench;
        this.route = route;
        this.settings = bench.settings().underLoad();
    }

    /**
     * Why there is nothing of a kind.
     *
     * @param exchanges what was exchanged in the attempt; empty where the contract does not give what it takes
     */
    record Absence(String reason, List<Exchange> exchanges) {
        /** What the contract lacks skips; a target that did not give it leaves the claim unproven. */
        Finding finding(Claim claim) {
            if (!exchanges.isEmpty()) {
                return Finding.unproven(claim, reason, Evidence.of(exchanges));
            }
            return reason.startsWith("no valid credential")
                    ? Finding.error(claim, reason)
                    : Finding.skipped(claim, reason);
        }
    }

    /**
     * What there is.
     *
     * @param before what each kind was answered at rest
     * @param canaries null where the answers of the route do not tell one user from another; then {@code noCanaries} says so
     */
    record Muster(
            Map<Kind, List<Sample>> samples,
            Map<Kind, Absence> absences,
            Map<Kind, List<AtRest>> before,
            String shape,
            @Nullable Canaries canaries,
            String noCanaries) {}

    Muster muster() throws InterruptedException {
        try {
            int accounts = Math.min(
                    MOST_ACCOUNTS,
                    bench.login().map(login -> login.accounts().size()).orElse(1));
            for (int i = 0; i < accounts; i++) {
                valid.add(bench.obtain(i));
            }
        } catch (CredentialRefused refused) {
            for (Kind kind : Kind.values()) {
                absences.put(
                        kind,
                        new Absence(
                                "no valid credential to compare with: " + refused.getMessage(), refused.exchanges()));
            }
            return new Muster(samples, absences, before, "", null, "no valid credential");
        }
        for (int i = 0; i < valid.size(); i++) {
            add(Kind.VALID, bearer(valid.get(i).token()), i, valid.get(i).expiresAt());
        }
        add(Kind.NONE, route.bare(), Canaries.NOBODY, Optional.empty());
        forge();
        expire();
        revoke();
        trespass();
        List<HttpAnswer> own = new ArrayList<>();
        String shape = tryEach(own);
        return canaries(own, shape);
    }

    private void forge() {
        Secret token = valid.get(0).token();
        Optional<Instant> end = valid.get(0).expiresAt();
        Optional<CompactToken> parsed = CompactToken.parse(token.reveal());
        if (parsed.isEmpty()) {
            String text = token.reveal();
            int middle = text.length() / 2;
            char other = text.charAt(middle) == 'a' ? 'b' : 'a';
            String changed = text.substring(0, middle) + other + text.substring(middle + 1);
            add(Kind.FORGED, bearer(bench.vault().keep(changed)), Canaries.NOBODY, end);
            return;
        }
        Optional<CompactToken> other = valid.size() < 2
                ? Optional.empty()
                : CompactToken.parse(valid.get(1).token().reveal());
        Optional<String> subject = other.flatMap(theirs -> theirs.claim("sub"))
                .filter(node -> node.isTextual())
                .map(node -> node.asText());
        TokenForge forge = new TokenForge(parsed.get(), null, bench.random("under load"));
        for (Forgery forgery : SignatureRows.changed(forge, subject, other)) {
            add(Kind.FORGED, bearer(bench.keep(forgery)), Canaries.NOBODY, end);
        }
    }

    private void expire() {
        String key = bench.settings().signingKey();
        if (key == null) {
            absent(
                    Kind.EXPIRED,
                    "not in the contract: a test signing key (probes.auth.signing-key) for an expired token");
            return;
        }
        if (!(bench.identity(key) instanceof Identity.SigningKey identity)) {
            absent(Kind.EXPIRED, "not in the contract: probes.auth.signing-key: '" + key + "' has no signing key");
            return;
        }
        Optional<CompactToken> token = CompactToken.parse(valid.get(0).token().reveal());
        if (token.isEmpty()) {
            absent(Kind.EXPIRED, "does not apply: the target's tokens are opaque");
            return;
        }
        try {
            Instant end = bench.time().wallClock().minus(LONG_PAST);
            TokenForge forge = new TokenForge(
                    withKey(token.get(), identity), new SigningBench(identity).signer(), bench.random("under load"));
            Forgery expired = ClaimRows.expired(forge, "a token that ended an hour ago", end);
            add(Kind.EXPIRED, bearer(bench.keep(expired)), Canaries.NOBODY, Optional.empty());
        } catch (IllegalArgumentException e) {
            absent(Kind.EXPIRED, "not in the contract: a fit key in identities." + key + ": " + e.getMessage());
        }
    }

    /** The token under a header that names the key of the contract, without its signature. */
    private static CompactToken withKey(CompactToken token, Identity.SigningKey identity) {
        JsonText header = token.headerText();
        if (!token.algorithm().equals(identity.algorithm())) {
            header = header.with("alg", JsonText.quoted(identity.algorithm()));
        }
        if (identity.keyId() != null) {
            header = header.with("kid", JsonText.quoted(identity.keyId()));
        }
        String segment = header.equals(token.headerText())
                ? token.header()
                : CompactToken.encoded(header.text().getBytes(StandardCharsets.UTF_8));
        return new CompactToken(segment, token.payload(), "");
    }

    private void revoke() throws InterruptedException {
        RequestSpec logout = bench.login().map(Identity.Login::logout).orElse(null);
        if (logout == null) {
            absent(
                    Kind.REVOKED,
                    "not in the contract: identities." + bench.settings().identity() + ".logout");
            return;
        }
        List<Exchange> exchanges = new ArrayList<>();
        try {
            for (int i = 0; i < REVOKED; i++) {
                Credential ending = bench.obtain(i);
                HttpAnswer ended = bench.wire().exchange(bench.signIn().logoutRequest(logout, ending));
                exchanges.add(ended.exchange());
                if (ended.outcome().answered() && ended.status() / 100 <= 3) {
                    add(Kind.REVOKED, bearer(ending.token()), Canaries.NOBODY, ending.expiresAt());
                }
            }
        } catch (CredentialRefused refused) {
            exchanges.addAll(refused.exchanges());
        }
        if (!samples.containsKey(Kind.REVOKED)) {
            absences.put(Kind.REVOKED, new Absence("no session could be ended by a logout", exchanges));
        }
        Pause.of(bench.settings().recheckAfter());
    }

    /** Something of the second account, for the first to ask for. */
    private void trespass() throws InterruptedException {
        Belonging belonging = new Belonging(bench, route);
        if (!belonging.isDeclared() || valid.size() < 2) {
            absent(
                    Kind.OTHERS,
                    !belonging.isDeclared()
                            ? "not in the contract: probes.auth.under-load.others, or probes.auth.access.objects"
                            : "not in the contract: a second account of identities."
                                    + bench.settings().identity());
            return;
        }
        try {
            Belonging.Shown shown = belonging.of(valid.get(1));
            tried(Kind.VALID, Reading.ACCEPTED, shown.toOwner());
            add(
                    Kind.OTHERS,
                    shown.bare().bearer(valid.get(0).token()),
                    Canaries.NOBODY,
                    valid.get(0).expiresAt());
        } catch (Belonging.None none) {
            absences.put(Kind.OTHERS, new Absence(String.valueOf(none.getMessage()), none.exchanges()));
        }
    }

    /** Every sample once, at rest; returns the form of an answer to a valid token, or empty text. */
    private String tryEach(List<HttpAnswer> own) throws InterruptedException {
        String shape = "";
        for (Map.Entry<Kind, List<Sample>> entry : samples.entrySet()) {
            for (Sample sample : entry.getValue()) {
                HttpAnswer answer = bench.wire().exchange(sample.request());
                Reading reading = Patrol.read(route, entry.getKey(), answer);
                tried(entry.getKey(), reading, answer);
                if (entry.getKey() == Kind.VALID) {
                    own.add(answer);
                    shape = reading == Reading.ACCEPTED ? Route.shape(answer) : shape;
                }
            }
        }
        return shape;
    }

    private void tried(Kind kind, Reading reading, HttpAnswer answer) {
        before.computeIfAbsent(kind, unused -> new ArrayList<>()).add(new AtRest(reading, false, answer.exchange()));
    }

    private Muster canaries(List<HttpAnswer> own, String shape) {
        List<String> values = new ArrayList<>();
        String pointer = settings.canary();
        for (int i = 0; i < own.size(); i++) {
            values.add(pointer == null ? valid.get(i).account() : Belonging.text(own.get(i), pointer));
        }
        String problem = "";
        if (values.size() < 2) {
            problem = "not in the contract: a second account of identities."
                    + bench.settings().identity() + ", to tell one user's answers from another's";
        } else if (values.contains("") || values.stream().distinct().count() < values.size()) {
            problem = "not in the contract: a value that tells the users apart in the answers of " + route
                    + " (probes.auth.under-load.canary)";
        }
        if (!problem.isEmpty()) {
            return new Muster(samples, absences, before, shape, null, problem);
        }
        Canaries canaries = new Canaries(values);
        return new Muster(samples, absences, before, shape, canaries, "");
    }

    private HttpRequest bearer(Secret token) {
        return route.bare().bearer(token);
    }

    private void absent(Kind kind, String reason) {
        absences.put(kind, new Absence(reason, List.of()));
    }

    private void add(Kind kind, HttpRequest request, int whose, Optional<Instant> endsAt) {
        samples.computeIfAbsent(kind, unused -> new ArrayList<>())
                .add(new Sample(bench.wire().prepare(request, LoadOptions.STANDARD), whose, endsAt.orElse(null)));
    }
}
