package dev.seaworthy.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the provider says of itself (OpenID Connect Discovery 1.0, RFC 8414). */
final class DiscoveryChecks {
    private static final String FOREIGN = "seaworthy-foreign.invalid";

    static final List<AuthCheck> ALL = List.of(
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.discovery",
                                            "The discovery documents name the configured issuer, and endpoints of its own site"
                                                    + " over https",
                                            Severity.HIGH,
                                            "OpenID Connect Discovery 1.0 section 4.3; RFC 8414 section 3.3; OWASP ASVS 5.0"
                                                    + " 10.5.3"),
                                    "GET of the issuer's /.well-known/openid-configuration, and of RFC 8414's address for it.",
                                    "200 with JSON whose issuer is the configured one byte for byte; every endpoint is on the"
                                            + " issuer's host or on one of endpoint-hosts, over https or on loopback. The second"
                                            + " document may be missing.",
                                    "PASS: a client that begins with this issuer ends up at this provider. Other documents are"
                                            + " not read.",
                                    "Another issuer, or an endpoint on a foreign host or over plain http.",
                                    "curl -sS https://HOST/.well-known/openid-configuration | jq -r .issuer")
                            .with(Footprint.reads(2)),
                    DiscoveryChecks::document),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.issuer.fixed",
                                            "The issuer and the endpoints do not follow the Host of a request",
                                            Severity.HIGH,
                                            "OWASP WSTG-INPV-17; OWASP ASVS 5.0 4.1.3; RFC 8414 section 3.3"),
                                    "GET of the discovery document as usual, and with " + FOREIGN
                                            + " in Host, X-Forwarded-Host and Forwarded.",
                                    "The same document, or a refusal.",
                                    "PASS: these three headers do not turn the endpoints to another host. Caches in front are"
                                            + " not tried.",
                                    "The foreign host stands in the document.",
                                    "curl -sS -H 'Host: " + FOREIGN
                                            + "' https://HOST/.well-known/openid-configuration | grep " + FOREIGN)
                            .with(Footprint.reads(4)),
                    DiscoveryChecks::fixed),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.surface",
                                            "The discovery document offers no flow and no algorithm that is given up",
                                            Severity.LOW,
                                            "RFC 9700 sections 2.1.2 and 2.4; OWASP ASVS 5.0 10.4.4, 10.4.6 and 10.4.7"),
                                    "GET of the discovery document.",
                                    "No implicit response type, no password grant, S256 and not plain for PKCE, and none as no"
                                            + " algorithm of a signature.",
                                    "PASS: none of this is offered. What is offered need not work for every client; the other"
                                            + " checks try it.",
                                    "One of these is offered.",
                                    "curl -sS https://HOST/.well-known/openid-configuration | jq"
                                            + " '.response_types_supported,.grant_types_supported'")
                            .with(Footprint.reads(1)),
                    DiscoveryChecks::surface));

    private DiscoveryChecks() {}

    private static Finding document(Provider provider) throws Halt, InterruptedException {
        HttpAnswer answer = provider.get(provider.discoveryAddress());
        JsonNode content = Provider.json(answer);
        if (!answer.is(200)) {
            boolean decided = answer.outcome().answered() && answer.status() < 500 && answer.status() != 429;
            String reason = "the discovery document is not answered 200: "
                    + answer.exchange().summary();
            return decided ? provider.course().fail(reason) : provider.course().unproven(reason);
        }
        List<String> wrong = new ArrayList<>(flaws(provider, content, "openid-configuration"));
        URI issuer = provider.uri(provider.issuer());
        String place = issuer.getScheme() + "://" + issuer.getRawAuthority() + "/.well-known/oauth-authorization-server"
                + issuer.getRawPath().replaceFirst("/$", "");
        HttpAnswer second = provider.get(place);
        if (second.is(200) && Provider.json(second).isObject()) {
            wrong.addAll(flaws(provider, Provider.json(second), "oauth-authorization-server"));
        }
        return wrong.isEmpty()
                ? provider.course()
                        .pass("the issuer is the configured one, and every endpoint is on its site")
                        .with("documents", second.is(200) ? 2 : 1)
                : provider.course().fail(wrong.get(0)).with("flaws", wrong);
    }

    private static List<String> flaws(Provider provider, JsonNode content, String document) throws Halt {
        List<String> wrong = new ArrayList<>();
        String issuer = content.path("issuer").asText();
        if (!issuer.equals(provider.issuer())) {
            wrong.add(document + " names the issuer '" + Provider.plain(issuer) + "' where the contract has '"
                    + Provider.plain(provider.issuer()) + "'");
        }
        for (String name : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
            if (!content.path(name).isTextual()) {
                wrong.add(document + " has no " + name);
            }
        }
        String home = host(provider.uri(provider.issuer()));
        for (Map.Entry<String, JsonNode> member : content.properties()) {
            boolean endpoint =
                    member.getKey().endsWith("_endpoint") || member.getKey().equals("jwks_uri");
            if (endpoint && member.getValue().isTextual()) {
                URI address = provider.uri(member.getValue().asText());
                String host = host(address);
                boolean known =
                        host.equals(home) || provider.settings().endpointHosts().contains(host);
                if (!known) {
                    wrong.add(document + " puts " + member.getKey() + " on the host " + Provider.plain(host)
                            + ", which is neither the issuer's nor under endpoint-hosts");
                } else if (!"https".equals(address.getScheme()) && !isLoopback(host)) {
                    wrong.add(document + " has " + member.getKey() + " over plain http");
                }
            }
        }
        return wrong;
    }

    private static String host(URI uri) {
        return uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return host.matches("[\\d.]+|\\[.*]") && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Finding fixed(Provider provider) throws Halt, InterruptedException {
        provider.discovery();
        Map<String, String> spoofed = new LinkedHashMap<>();
        spoofed.put("Host", FOREIGN);
        spoofed.put("X-Forwarded-Host", FOREIGN);
        spoofed.put("Forwarded", "host=" + FOREIGN);
        for (Map.Entry<String, String> header : spoofed.entrySet()) {
            HttpAnswer answer = provider.send(HttpRequest.get(provider.uri(provider.discoveryAddress()))
                    .header(header.getKey(), header.getValue()));
            if (answer.text().contains(FOREIGN) && answer.is(200)) {
                return provider.course()
                        .fail("with a foreign host in " + header.getKey() + " the discovery document names that host");
            }
            int status = answer.status();
            boolean refused = answer.outcome().answered() && status >= 300 && status < 500 && status != 429;
            if (!answer.is(200) && !refused) {
                return provider.course()
                        .unproven("with a foreign host in " + header.getKey() + " the answer decides nothing: "
                                + answer.exchange().summary());
            }
        }
        return provider.course().pass("the document stays the same, or is refused, whatever host the request names");
    }

    private static Finding surface(Provider provider) throws Halt, InterruptedException {
        JsonNode content = provider.discovery();
        List<String> offered = new ArrayList<>();
        content.path("response_types_supported").forEach(type -> {
            List<String> words = List.of(type.asText().split(" ", -1));
            if (words.contains("token") || words.contains("id_token") && !words.contains("code")) {
                offered.add("response type " + Provider.plain(type.asText()));
            }
        });
        for (JsonNode grant : content.path("grant_types_supported")) {
            if (List.of("implicit", "password").contains(grant.asText())) {
                offered.add("grant type " + grant.asText());
            }
        }
        JsonNode methods = content.path("code_challenge_methods_supported");
        if (!methods.toString().contains("\"S256\"")) {
            offered.add("PKCE without S256");
        }
        if (methods.toString().contains("\"plain\"")) {
            offered.add("PKCE by the method plain");
        }
        for (String name :
                List.of("id_token_signing_alg_values_supported", "token_endpoint_auth_signing_alg_values_supported")) {
            if (content.path(name).toString().contains("\"none\"")) {
                offered.add(name + " with none");
            }
        }
        boolean registration = content.path("registration_endpoint").isTextual();
        Finding finding = offered.isEmpty()
                ? provider.course().pass("nothing that is given up is offered")
                : provider.course().fail("offered, if not usable by every client: " + String.join(", ", offered));
        return finding.with("offered", offered).with("dynamicRegistrationNamed", registration);
    }
}
