package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.Forgery;
import dev.seaworthy.auth.forge.JsonText;
import dev.seaworthy.auth.forge.SigningBench;
import dev.seaworthy.auth.forge.TokenForge;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a check forges with.
 *
 * @param valid the control: a token that the target accepts, or that the test key has signed and the target must accept
 * @param forge makes its mutants
 */
record Workshop(Bench bench, Credential valid, TokenForge forge) {
    static final String OPAQUE = "the tokens are opaque";

    /**
     * With a token of the tested identity, and no key.
     *
     * @throws Inapplicable if the tokens are no JSON Web Tokens
     */
    static Workshop withoutKey(Bench bench) throws CredentialRefused, InterruptedException, Inapplicable {
        Credential valid = bench.standing(0);
        TokenForge forge = new TokenForge(parsed(valid), null, bench.random("forge"));
        return new Workshop(bench, valid, forge);
    }

    /**
     * With a token of the tested identity whose claims were signed again with the contract's test key.
     *
     * @throws Inapplicable if the tokens are no JSON Web Tokens, or the contract has no such key
     * @throws IllegalArgumentException if the key does not fit; the message says why, and where it is
     */
    static Workshop withKey(Bench bench) throws CredentialRefused, InterruptedException, Inapplicable {
        Credential own = bench.standing(0);
        CompactToken token = parsed(own);
        Identity.SigningKey identity = key(bench, bench.settings().signingKey(), "probes.auth.signing-key");
        SigningBench signing = bench(bench.settings().signingKey(), identity);
        JsonText header = token.headerText();
        if (!token.algorithm().equals(identity.algorithm())) {
            header = header.with("alg", JsonText.quoted(identity.algorithm()));
        }
        if (identity.keyId() != null) {
            header = header.with("kid", JsonText.quoted(identity.keyId()));
        }
        String headerSegment = header.equals(token.headerText())
                ? token.header()
                : CompactToken.encoded(header.text().getBytes(StandardCharsets.UTF_8));
        CompactToken signed = new TokenForge(
                        new CompactToken(headerSegment, token.payload(), ""), signing.signer(), bench.random("forge"))
                .resignedControl();
        Credential control = new Credential(
                own.identity(),
                own.account(),
                Credential.Origin.TEST_SIGNING_KEY,
                bench.keep(signed),
                Optional.empty(),
                own.expiresAt(),
                own.exchanges());
        // What the target makes of its own tokens comes first: else a key that it does not know would spoil that, too.
        for (Route route : bench.routes()) {
            if (bench.controls(route, own).exchanges().isEmpty()) {
                break;
            }
        }
        return new Workshop(bench, control, new TokenForge(signed, signing.signer(), bench.random("forge")));
    }

    /** The key of an identity that a setting names. */
    static Identity.SigningKey key(Bench bench, @Nullable String name, String setting) throws Inapplicable {
        if (name == null) {
            throw Inapplicable.notInTheContract(setting + ", an identity with a signing-key that exists for tests");
        }
        if (bench.identity(name) instanceof Identity.SigningKey identity) {
            return identity;
        }
        throw new IllegalArgumentException(setting + ": '" + name + "' is no identity with a signing key");
    }

    static SigningBench bench(@Nullable String name, Identity.SigningKey identity) {
        try {
            return new SigningBench(identity);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("identities." + name + ": " + e.getMessage(), e);
        }
    }

    Instant now() {
        return bench.time().wallClock();
    }

    /** Another account's subject; empty where the tested identity has one account, or its tokens name none. */
    Optional<String> otherSubject() throws CredentialRefused, InterruptedException {
        return other().flatMap(token -> token.claim("sub"))
                .filter(node -> node.isTextual())
                .map(node -> node.asText());
    }

    /** Another account's token. */
    Optional<CompactToken> other() throws CredentialRefused, InterruptedException {
        boolean several =
                bench.login().filter(login -> login.accounts().size() > 1).isPresent();
        return several ? CompactToken.parse(bench.standing(1).token().reveal()) : Optional.empty();
    }

    /** Forged tokens, ready to be shown. */
    List<Mutant> mutants(CredentialClass kind, List<Forgery> forgeries) {
        return forgeries.stream()
                .map(forgery -> Mutant.forged(forgery, kind, bench.keep(forgery)))
                .toList();
    }

    private static CompactToken parsed(Credential valid) throws Inapplicable {
        return CompactToken.parse(valid.token().reveal()).orElseThrow(() -> Inapplicable.doesNotApply(OPAQUE));
    }
}
