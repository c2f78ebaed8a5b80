package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.forge.KeyRows;
import dev.seaworthy.auth.forge.Pem;
import dev.seaworthy.auth.forge.PublicKeys;
import dev.seaworthy.auth.settings.TokenSettings;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What everybody may know is no secret: neither the issuer's public key nor the name of its file. */
final class KeyConfusion implements AuthCheck {
    /** Larger than any issuer's, with certificates and all. */
    private static final int LARGEST_SET = 1024 * 1024;

    /** In the order of a set there may be very many; these are enough to show a verifier that confuses them. */
    private static final int MOST_SECRETS = 24;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.jwt.key-confusion",
                                "Every protected route refuses an HMAC whose secret is a public key, or the path of one",
                                Severity.CRITICAL,
                                "RFC 8725 sections 2.1 and 3.1; OWASP ASVS 5.0 9.1.2; OWASP WSTG-SESS-10"),
                        "The payload of a valid token under HS256 with, for its secret, each text in which the issuer's"
                                + " public key may be kept (PEM with LF, CRLF and without a last newline, DER, PKCS#1,"
                                + " certificate, JWK, its modulus, its id) and the texts of probes.auth.tokens.key-paths;"
                                + " under HS384 and HS512 the first. The keys come from probes.auth.tokens, jwks or"
                                + " public-key. On further routes only the plainest of them.",
                        "The key set is read, twice alike. Each token is refused with the status under expect.tampered, or"
                                + " expect.none where that is not given.",
                        "PASS: none of these bytes is taken for a secret. A verifier that keeps the key in yet another form"
                                + " is not shown to be safe: the exact bytes decide.",
                        "One of these tokens is let in: anybody can make tokens.",
                        "curl -s https://HOST/.well-known/jwks.json    # then sign HS256 with the PEM text as the secret: 401")
                .with(Footprint.reads(24));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        TokenSettings tokens = bench.settings().tokens();
        if (tokens.jwks() == null
                && tokens.publicKey() == null
                && tokens.keyPaths().isEmpty()) {
            return Finding.skipped(
                    claim, "not in the contract: probes.auth.tokens.jwks or public-key, where the issuer's keys are");
        }
        try {
            Workshop workshop = Workshop.withoutKey(bench);
            return tried(workshop, claim, tokens);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        } catch (AllowList.NotAllowed e) {
            return Finding.error(claim, "probes.auth.tokens.jwks: " + e.getMessage());
        }
    }

    private static Finding tried(Workshop workshop, Claim claim, TokenSettings tokens) throws InterruptedException {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        List<Exchange> reads = new ArrayList<>();
        byte[] set = new byte[0];
        if (tokens.publicKey() != null) {
            var key = Pem.publicKey(tokens.publicKey());
            if (key.isEmpty()) {
                return Finding.error(claim, "probes.auth.tokens.public-key is no public key in PEM, or it is damaged");
            }
            secrets.putAll(PublicKeys.of(key.get()).asSecrets());
        }
        if (tokens.jwks() != null) {
            HttpAnswer answer = read(workshop.bench(), tokens.jwks());
            reads.add(answer.exchange());
            set = answer.body();
            try {
                secrets.putAll(keys(answer).asSecrets());
            } catch (PublicKeys.Unreadable e) {
                return Finding.unproven(
                        claim, "the key set at " + tokens.jwks() + " " + e.getMessage(), Evidence.of(reads));
            }
        }
        tokens.keyPaths().forEach(path -> secrets.put("the text " + path, path.getBytes(StandardCharsets.UTF_8)));
        boolean more = secrets.size() > MOST_SECRETS;
        Map<String, byte[]> some = new LinkedHashMap<>();
        secrets.entrySet().stream().limit(MOST_SECRETS).forEach(entry -> some.put(entry.getKey(), entry.getValue()));
        List<Mutant> mutants =
                workshop.mutants(CredentialClass.TAMPERED, KeyRows.publicSecrets(workshop.forge(), some));
        Finding finding = new RefusalTrial(workshop.bench(), claim, workshop.valid())
                .after(reads)
                .refuses(mutants, 1);
        if (more) {
            finding = finding.with("secretsNotTried", secrets.size() - MOST_SECRETS);
        }
        return tokens.jwks() == null ? finding : unlessChanged(workshop.bench(), finding, tokens.jwks(), set);
    }

    /** A refusal says nothing about keys that are no longer the issuer's. */
    private static Finding unlessChanged(Bench bench, Finding finding, String place, byte[] before)
            throws InterruptedException {
        if (finding.verdict() != Verdict.PASS) {
            return finding;
        }
        HttpAnswer again = read(bench, place);
        if (Arrays.equals(before, again.body())) {
            return finding;
        }
        List<Exchange> exchanges = new ArrayList<>(finding.exchanges());
        exchanges.add(again.exchange());
        return Finding.unproven(
                finding.claim(),
                "the key set at " + place + " changed while its keys were tried",
                Evidence.of(exchanges));
    }

    private static HttpAnswer read(Bench bench, String place) throws InterruptedException {
        URI uri = place.startsWith("/") ? Targets.below(bench.targets().auth(), place) : URI.create(place);
        return bench.wire().exchange(HttpRequest.get(uri));
    }

    private static PublicKeys keys(HttpAnswer answer) throws PublicKeys.Unreadable {
        if (!answer.outcome().answered()) {
            throw new PublicKeys.Unreadable("was not answered (" + answer.outcome() + ": " + answer.detail() + ")");
        }
        if (!answer.is(200)) {
            throw new PublicKeys.Unreadable("was not answered 200 but " + answer.status());
        }
        if (answer.body().length > LARGEST_SET) {
            throw new PublicKeys.Unreadable("is larger than 1 MiB");
        }
        return PublicKeys.ofSet(answer.body());
    }
}
