package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.Forgery;
import dev.seaworthy.auth.forge.JsonText;
import dev.seaworthy.auth.forge.Signer;
import dev.seaworthy.auth.forge.SigningBench;
import dev.seaworthy.auth.forge.TokenForge;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
            TokenForge forge = new TokenForge(valid, null, bench.random("unknown key of sockets"));
            List<Forgery> rows = new ArrayList<>();
            byte[] signature = valid.signatureBytes();
            if (signature.length > 0) {
                signature[0] ^= 1;
                rows.add(forge.draft("WS-AUTH-04", "a token whose signature was changed in one bit")
                        .altered(signature));
            }
            rows.add(forge.draft("WS-AUTH-04", "an unsigned token with algorithm none")
                    .header("alg", JsonText.quoted("none"))
                    .unsigned());
            rows.add(forge.draft("WS-AUTH-04", "a token signed by an unknown key")
                    .signedByNobody());
            rows.forEach(row -> forgeries.put(row.name(), bench.vault().keep(row.text())));
        });
        return forgeries;
    }

    /** The valid token's claims, signed with the contract's test key, with another end; empty if there is no such key. */
    Optional<Secret> endingAt(Instant end) {
        String key = bench.settings().signingKey();
        if (key == null || !(bench.identity(key) instanceof Identity.SigningKey identity)) {
            return Optional.empty();
        }
        Signer signer = new SigningBench(identity).signer();
        return token.map(valid -> {
            TokenForge forge = new TokenForge(valid, signer, bench.random("ends of sockets"));
            Forgery ended = forge.draft("WS-AUTH-03", "a token with another end")
                    .header("alg", JsonText.quoted(identity.algorithm()))
                    .claim("exp", Long.toString(end.getEpochSecond()))
                    .resigned();
            return bench.vault().keep(ended.text());
        });
    }

    /** One that ended long ago. */
    Optional<Secret> expired() {
        return endingAt(bench.time().wallClock().minus(LONG_PAST));
    }
}
