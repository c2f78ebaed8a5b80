package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.settings.OidcSettings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where users are sent back to, and with what. */
final class RedirectChecks {
    private static final String FOREIGN = "seaworthy-foreign.invalid";
    private static final String LEAVES = "one sign-in at the provider, ended again at the end of the run";

    static final List<AuthCheck> ALL = List.of(
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.redirect.exact",
                                            "A user is sent back to the registered redirect URI and nowhere else",
                                            Severity.HIGH,
                                            "RFC 9700 sections 2.1 and 4.1.3; RFC 8252 section 7.3; OWASP ASVS 5.0 10.4.1"),
                                    "A right authorization request, and one for each of twelve other redirect URIs: another slash,"
                                            + " query, case, dot segments, port, scheme, user info, fragment, localhost, host"
                                            + " suffix, two of them, and a foreign one. None of them is ever requested.",
                                    "The first gives a code, the others are refused on the provider's own page. On loopback the"
                                            + " port may vary.",
                                    "PASS: none of these forms takes a code elsewhere. The list is bounded.",
                                    "A redirect to one of them, with a code or with an error.",
                                    "open 'https://HOST/authorize?..&redirect_uri=URI/'    # an error page, no redirect")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 20, LEAVES)),
                    RedirectChecks::exact),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.response.bound",
                                            "The authorization response carries the state and the issuer, and its code in the"
                                                    + " query",
                                            Severity.MEDIUM,
                                            "RFC 6749 sections 4.1.2 and 10.12; RFC 9207 section 2; OWASP ASVS 5.0 10.2.1 and"
                                                    + " 10.2.2"),
                                    "A right authorization request with a state.",
                                    "A code in the query and not in the fragment, the state unchanged, and the issuer where"
                                            + " discovery promises it.",
                                    "PASS: a client can tell an answer to its own question. Whether it does is another claim.",
                                    "No state or another one, a code in the fragment, or a wrong or missing promised issuer.",
                                    "curl -i -b COOKIES 'https://HOST/authorize?..&state=abc' | grep -i '^location'")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 5, LEAVES)),
                    RedirectChecks::bound));

    private RedirectChecks() {}

    private static Finding exact(Provider provider) throws Halt, InterruptedException {
        Provider.Coded control = provider.code();
        OidcSettings.Client client = control.client();
        Map<String, String> answers = new LinkedHashMap<>();
        List<String> sent = new ArrayList<>();
        List<String> unclear = new ArrayList<>();
        for (Variant variant : variants(client.redirectUri())) {
            Asked asked = provider.ask(client).with("redirect_uri", variant.uri).and(variant.more);
            Landing landing = provider.authorize(asked, client.redirectUri());
            Verdict verdict = verdict(landing, variant, client.redirectUri());
            answers.put(variant.name, verdict.name().toLowerCase(Locale.ROOT));
            if (verdict == Verdict.SENT && !variant.tolerated) {
                sent.add(variant.name);
            } else if (verdict == Verdict.UNCLEAR) {
                unclear.add(variant.name + ": " + provider.described(landing));
            }
        }
        Finding finding = sent.isEmpty()
                ? unclear.isEmpty()
                        ? provider.course()
                                .pass("a code goes to the registered address, and none of " + answers.size()
                                        + " other forms is taken for it")
                        : provider.course().unproven("neither taken nor refused: " + unclear.get(0))
                : provider.course().fail("users are sent to a redirect URI with " + String.join(", with ", sent));
        return finding.with("forms", answers);
    }

    private enum Verdict {
        SENT,
        REFUSED,
        UNCLEAR
    }

    private static Verdict verdict(Landing landing, Variant variant, String registered) {
        if (landing instanceof Landing.Back back) {
            String location = back.location().toString();
            boolean plain = location.split("[?#]", 2)[0].equals(registered.split("[?#]", 2)[0]);
            boolean marked = !variant.mark.isEmpty() && location.contains(variant.mark);
            // A provider that heeds the registered address alone sends nobody astray.
            return plain && !marked ? Verdict.REFUSED : Verdict.SENT;
        }
        if (landing instanceof Landing.Stranger) {
            return Verdict.SENT;
        }
        return Granted.by(landing) == Granted.NO ? Verdict.REFUSED : Verdict.UNCLEAR;
    }

    /** Forms of an address that are not it. */
    static List<Variant> variants(String registered) {
        URI uri = URI.create(registered);
        String scheme = uri.getScheme();
        String authority = uri.getRawAuthority();
        String path = uri.getRawPath();
        String host = String.valueOf(uri.getHost());
        boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        String other = scheme.equals("https") ? "http" : "https";
        int port = uri.getPort() == -1 ? 8443 : uri.getPort() == 65535 ? 1025 : uri.getPort() + 1;
        String local = host.equals("localhost") ? "127.0.0.1" : "localhost";
        String suffix = uri.getPort() == -1 ? "" : ":" + uri.getPort();
        List<Variant> variants = new ArrayList<>(List.of(
                Variant.of("a slash at the end", registered + "/"),
                new Variant(
                        "another query",
                        registered + (registered.contains("?") ? "&" : "?") + "sw=1",
                        "",
                        "sw=1",
                        false),
                Variant.of("dot segments", registered + "/../sw"),
                new Variant("another port", scheme + "://" + host + ":" + port + path, "", "", loopback),
                Variant.of("another scheme", other + "://" + authority + path),
                Variant.of("the host as user info", scheme + "://" + authority + "@" + FOREIGN + path),
                new Variant("a fragment", registered + "#sw", "", "#sw", false),
                Variant.of("localhost and 127.0.0.1 exchanged", scheme + "://" + local + suffix + path),
                Variant.of("the host as a prefix", scheme + "://" + host + "." + FOREIGN + path),
                new Variant(
                        "a second one behind the right one",
                        registered,
                        "&redirect_uri=" + TokenEndpoint.encoded("https://" + FOREIGN + "/"),
                        "",
                        false),
                Variant.of("a foreign host", "https://" + FOREIGN + "/callback")));
        if (path.chars().anyMatch(Character::isLowerCase)) {
            variants.add(Variant.of("upper case", scheme + "://" + authority + path.toUpperCase(Locale.ROOT)));
        }
        return variants;
    }

    private static Finding bound(Provider provider) throws Halt, InterruptedException {
        Asked asked = provider.ask(provider.client());
        Landing landing = provider.authorize(asked);
        if (!(landing instanceof Landing.Back back)) {
            throw provider.undecided("a right authorization request gives no code: " + provider.described(landing));
        }
        List<String> wrong = new ArrayList<>();
        if (!back.fragmentValue("code").isEmpty()) {
            wrong.add("the code comes in the fragment");
        } else if (back.value("code").isEmpty()) {
            throw provider.undecided("a right authorization request gives no code: " + provider.described(landing));
        }
        String state = back.value("state");
        if (!state.equals(asked.value("state"))) {
            wrong.add(state.isEmpty() ? "the state is missing" : "the state is another one");
        }
        String issuer = back.value("iss");
        boolean promised = provider.discovery()
                .path("authorization_response_iss_parameter_supported")
                .asBoolean();
        if (issuer.isEmpty() ? promised : !issuer.equals(provider.issuer())) {
            wrong.add(issuer.isEmpty() ? "the promised issuer is missing" : "the issuer is another one");
        }
        Finding finding = wrong.isEmpty()
                ? provider.course()
                        .pass("the code comes in the query with the state"
                                + (issuer.isEmpty() ? "" : " and the issuer"))
                : provider.course().fail("in the authorization response " + String.join(", ", wrong));
        return finding.with("issuerNamed", !issuer.isEmpty())
                .with(
                        "referrerPolicy",
                        Provider.plain(
                                back.answer().headers().first("Referrer-Policy").orElse("none")));
    }

    /**
     * One form.
     *
     * @param name what is different about it, after "with"
     * @param more raw text after the query
     * @param mark what shows that it was heeded where the rest is the registered address
     * @param tolerated whether it may be accepted
     */
    record Variant(String name, String uri, String more, String mark, boolean tolerated) {
        static Variant of(String name, String uri) {
            return new Variant(name, uri, "", "", false);
        }
    }
}
