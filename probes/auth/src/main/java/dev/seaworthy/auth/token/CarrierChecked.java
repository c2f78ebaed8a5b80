package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.util.List;

/** A token is taken from where it belongs. */
final class CarrierChecked implements AuthCheck {
    static final List<AuthCheck> ALL = List.of(new CarrierChecked(false), new CarrierChecked(true));

    /** Whether two credentials are sent at once; else one, in the wrong place. */
    private final boolean two;

    private CarrierChecked(boolean two) {
        this.two = two;
    }

    @Override
    public CheckCard card() {
        return two
                ? new CheckCard(
                                new Claim(
                                        "auth.jwt.two-credentials",
                                        "Every protected route refuses a request with two Authorization headers",
                                        Severity.HIGH,
                                        "RFC 9110 sections 5.3 and 11.6.2; RFC 6750 section 2"),
                                "Two Authorization headers, a valid token and garbage, in both orders. To the first route.",
                                "Each is refused with the status under expect.garbage, or expect.none where that is not given;"
                                        + " where that is 400, name it there.",
                                "PASS: no gateway and service can each take another of the two.",
                                "One of the requests is let in: whoever reads the other header sees another credential.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" -H 'Authorization: Bearer junk'"
                                        + " https://HOST/api/profile    # 401 or 400")
                        .with(Footprint.reads(4))
                : new CheckCard(
                                new Claim(
                                        "auth.jwt.carrier",
                                        "Every protected route takes a token from the Authorization header alone",
                                        Severity.MEDIUM,
                                        "RFC 6750 section 2.3; RFC 9700 section 4.3.2; OWASP ASVS 5.0 14.2.1"),
                                "A valid token in the query, as access_token and as token; and in an Authorization header"
                                        + " with the schemes Token and JWT. To the first route.",
                                "Each is refused with the status under expect.none.",
                                "PASS: the token is not taken from a URL, which logs and referrers keep. Cookies and forms are"
                                        + " not tried.",
                                "A token in the query, or under another scheme, is let in.",
                                "curl -i \"https://HOST/api/profile?access_token=$TOKEN\"    # 401")
                        .with(Footprint.reads(6));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Credential own = bench.standing(0);
        Secret token = own.token();
        Secret garbage = Secret.of(Bench.hex(bench.random("two credentials"), 20));
        List<Mutant> mutants = two
                ? List.of(
                        new Mutant(
                                "a valid token, then garbage in a second header",
                                CredentialClass.GARBAGE,
                                false,
                                request -> request.bearer(token).bearer(garbage)),
                        new Mutant(
                                "garbage, then a valid token in a second header",
                                CredentialClass.GARBAGE,
                                false,
                                request -> request.bearer(garbage).bearer(token)))
                : List.of(
                        inQuery("access_token", token),
                        inQuery("token", token),
                        underScheme("Token", token),
                        underScheme("JWT", token));
        return new RefusalTrial(bench, claim, own).refuses(mutants, 0);
    }

    private static Mutant inQuery(String name, Secret token) {
        return new Mutant("a valid token in the query as " + name, CredentialClass.NONE, false, request -> {
            String uri = request.uri().toString();
            URI longer =
                    URI.create(uri + (request.uri().getRawQuery() == null ? "?" : "&") + name + "=" + token.reveal());
            return new HttpRequest(request.method(), longer, request.headers(), request.body(), request.http10());
        });
    }

    private static Mutant underScheme(String scheme, Secret token) {
        return new Mutant(
                "a valid token under the scheme " + scheme,
                CredentialClass.NONE,
                false,
                request -> request.header("Authorization", scheme + " " + token.reveal()));
    }
}
