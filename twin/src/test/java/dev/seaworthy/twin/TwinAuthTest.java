package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TwinAuthTest {
    private static Twin twin;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        twin = Twin.start(TwinSettings.defaults());
        client = new Client(twin);
    }

    @AfterAll
    static void stop() {
        twin.close();
    }

    @Test
    void a_login_yields_tokens_that_say_what_the_answer_says() throws Exception {
        Client.Reply reply = client.login(Client.ADA);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/token_type")).isEqualTo("Bearer");
        assertThat(reply.text("/user/email")).isEqualTo(Client.ADA);
        JsonNode claims = Json.read(
                Base64.getUrlDecoder().decode(reply.text("/access_token").split("\\.", -1)[1]));
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
                .isEqualTo(reply.at("/expires_in").asLong())
                .isEqualTo(900);
        assertThat(claims.path("iss").asText()).isEqualTo("twin-auth");
        assertThat(claims.path("aud").asText()).isEqualTo("twin");
        String token = reply.text("/access_token");
        assertThat(client.get("/auth/me", token).text("/email")).isEqualTo(Client.ADA);
        assertThat(client.get("/api/profile", token).text("/id")).isEqualTo(reply.text("/user/id"));
        assertThat(client.get("/auth/verify", token).at("/valid").asBoolean()).isTrue();
        assertThat(client.post("/auth/verify", token, Map.of()).status()).isEqualTo(200);
    }

    @Test
    void a_login_needs_the_right_password_and_both_fields() throws Exception {
        assertThat(client.post("/auth/login", "", Map.of("email", Client.ADA, "password", "wrong"))
                        .status())
                .isEqualTo(401);
        assertThat(client.post("/auth/login", "", Map.of("email", "nobody@twin.test", "password", "wrong"))
                        .text("/error/message"))
                .isEqualTo(client.post("/auth/login", "", Map.of("email", Client.ADA, "password", "wrong"))
                        .text("/error/message"));
        assertThat(client.post("/auth/login", "", Map.of("email", Client.ADA)).status())
                .isEqualTo(422);
    }

    @Test
    void refuses_every_token_that_lacks_one_requirement() throws Exception {
        String good = Mint.token(twin);
        assertThat(client.get("/api/profile", good).status()).isEqualTo(200);
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("expired", Mint.token(twin, "exp", Mint.inSeconds(-1)));
        bad.put("no expiry", Mint.token(twin, "exp", "ABSENT"));
        bad.put("expiry as text", Mint.token(twin, "exp", "9999999999"));
        bad.put("not yet valid", Mint.token(twin, "nbf", Mint.inSeconds(60)));
        bad.put("issued in the future", Mint.token(twin, "iat", Mint.inSeconds(600)));
        bad.put("other issuer", Mint.token(twin, "iss", "elsewhere"));
        bad.put("no issuer", Mint.token(twin, "iss", "ABSENT"));
        bad.put("other audience", Mint.token(twin, "aud", "elsewhere"));
        bad.put("no audience", Mint.token(twin, "aud", "ABSENT"));
        bad.put("refresh as access", Mint.token(twin, "type", "refresh"));
        bad.put("unknown subject", Mint.token(twin, "sub", "user-nobody"));
        bad.put("no subject", Mint.token(twin, "sub", "ABSENT"));
        bad.put("unknown session", Mint.token(twin, "sid", "made-up"));
        bad.put("other key", Mint.token("k".repeat(40)));
        bad.put("none", Mint.unsigned("none", ""));
        bad.put("none with a signature", Mint.unsigned("none", good.split("\\.", -1)[2]));
        bad.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
        bad.put("two segments", good.substring(0, good.lastIndexOf('.')));
        bad.put("second spelling of the signature", respelled(good));
        bad.put("garbage", "garbage");
        for (Map.Entry<String, String> entry : bad.entrySet()) {
            Client.Reply reply = client.get("/api/profile", entry.getValue());
            assertThat(reply.status()).as(entry.getKey()).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).as(entry.getKey()).isEqualTo("Bearer error=\"invalid_token\"");
        }
    }

    @Test
    void the_credential_travels_as_one_bearer_header_only() throws Exception {
        String good = Mint.token(twin);
        Client.Reply none = client.get("/api/profile");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"harbour\"");
        assertThat(client.send("GET", "/api/profile", "", "Authorization", good).status())
                .isEqualTo(401);
        assertThat(client.send("GET", "/api/profile", "", "Authorization", "Basic " + good)
                        .status())
                .isEqualTo(401);
        assertThat(client.get("/api/profile?access_token=" + good).status()).isEqualTo(401);
        assertThat(client.send("GET", "/api/profile", "", "X-E2E-Test", "true").status())
                .isEqualTo(401);
        assertThat(client.send("GET", "/api/profile", "", "Authorization", "bearer " + good)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_refresh_rotates_and_its_reuse_ends_the_session() throws Exception {
        Client.Reply first = client.login(Client.ADA);
        Map<String, String> old = Map.of("refresh_token", first.text("/refresh_token"));
        Client.Reply second = client.post("/auth/refresh", "", old);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("/refresh_token")).isNotEqualTo(first.text("/refresh_token"));
        String access = second.text("/access_token");
        assertThat(client.get("/api/profile", access).status()).isEqualTo(200);
        assertThat(client.post("/auth/refresh", "", old).status()).isEqualTo(401);
        assertThat(client.get("/api/profile", access).status()).isEqualTo(401);
        assertThat(client.post("/auth/refresh", "", Map.of("refresh_token", second.text("/refresh_token")))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_refresh_takes_refresh_tokens_only() throws Exception {
        String access = client.token(Client.ADA);
        assertThat(client.post("/auth/refresh", "", Map.of("refresh_token", access))
                        .status())
                .isEqualTo(401);
        assertThat(client.post("/auth/refresh", "", Map.of("refresh_token", Mint.token(twin, "type", "refresh")))
                        .status())
                .isEqualTo(401);
        assertThat(client.post("/auth/refresh", "", Map.of()).status()).isEqualTo(422);
    }

    @Test
    void a_logout_ends_access_and_refresh_at_once_and_no_other_session() throws Exception {
        Client.Reply login = client.login(Client.ADA);
        String other = client.token(Client.ADA);
        String token = login.text("/access_token");
        assertThat(client.post("/auth/logout", "", Map.of()).status()).isEqualTo(401);
        assertThat(client.post("/auth/logout", token, Map.of()).status()).isEqualTo(200);
        assertThat(client.get("/api/profile", token).status()).isEqualTo(401);
        assertThat(client.post("/auth/logout", token, Map.of()).status()).isEqualTo(401);
        assertThat(client.post("/auth/refresh", "", Map.of("refresh_token", login.text("/refresh_token")))
                        .status())
                .isEqualTo(401);
        assertThat(client.get("/api/profile", other).status()).isEqualTo(200);
    }

    /** Changes the two bits of the last character that do not count, so that it decodes to the same bytes. */
    private static String respelled(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
    }
}
