package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.Resigner;
import dev.seaworthy.auth.forge.SigningBench;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tokens that must open nothing, made of one that does: each with its name. */
final class Forgeries {
    private static final Duration LONG_PAST = Duration.ofHours(1);

    private final Bench bench;
    private final Optional<CompactToken> token;

    Forgeries(Bench bench, Credential valid) {
        this.bench = bench;
        this.token = CompactToken.parse(valid.token().reveal());
    }

    boolean arePossible() {
        return token.isPresent();
    }

    /** No token at all. */
    Secret garbage() {
        return bench.vault().keep(Bench.hex(bench.random("garbage of sockets"), 20));
    }

    /** Signatures that do not verify. */
    Map<String, Secret> unsigned() {
        Map<String, Secret> forgeries = new LinkedHashMap<>();
        token.ifPresent(valid -> {
            if (!valid.signature().isEmpty()) {
                forgeries.put("a token whose signature was changed in one bit", bench.keep(valid.withFlippedSignature()));
            }
            valid.withAlgorithm("none")
                    .map(none -> none.withSignature(new byte[0]))
                    .ifPresent(none -> forgeries.put("an unsigned token with algorithm none", bench.keep(none)));
            Resigner.withUnknownKey(valid, bench.random("unknown key of sockets"))
                    .ifPresent(other -> forgeries.put("a token signed by an unknown key", bench.keep(other)));
        });
        return forgeries;
    }

    /** The valid token's claims, signed with the contract's test key, with another end; empty if there is no such key. */
    Optional<Secret> endingAt(Instant end) {
        String key = bench.settings().signingKey();
        if (key == null || !(bench.identity(key) instanceof Identity.SigningKey identity)) {
            return Optional.empty();
        }
        SigningBench signer = new SigningBench(identity.key(), identity.algorithm());
        return token.flatMap(valid -> valid.withNumber("exp", end.getEpochSecond()))
                .map(changed -> bench.vault().keep(signer.sign(changed.payloadText())));
    }

    /** One that ended long ago. */
    Optional<Secret> expired() {
        return endingAt(bench.time().wallClock().minus(LONG_PAST));
    }
}
