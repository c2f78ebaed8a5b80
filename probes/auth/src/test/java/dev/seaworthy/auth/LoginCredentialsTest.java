package dev.seaworthy.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.auth.forge.SigningBench;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.Identity.Locator;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.testkit.TwinEnvironment;
import dev.seaworthy.testkit.VirtualTime;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginCredentialsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String KEY = "a-key-that-is-for-tests-and-nothing-else-1234567";

    private final SecretVault vault = new SecretVault();
    private HttpServer issuer;
    private String answer = "{}";
    private int status = 200;
    private String lastBody = "";
    private String lastAuthorization = "";
    private boolean basicAlone;

    @BeforeEach
    void start() throws Exception {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", exchange -> {
            lastBody = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-Auth-Token", "token-in-a-header-0123");
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            boolean refused = basicAlone && authorization == null;
            lastAuthorization = String.valueOf(authorization);
            exchange.sendResponseHeaders(refused ? 401 : status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void logs_in_each_account_of_the_pool_to_the_twin() throws Exception {
        try (TwinEnvironment twin = TwinEnvironment.start()) {
            Credential ada = twin.credentials().obtain("user", 0).get();
            Credential again = twin.credentials().obtain("user", 8).get();

            assertThat(twin.credentials().accounts("user")).isEqualTo(8);
            assertThat(ada.account()).isEqualTo(again.account()).isEqualTo("ada@twin.test");
            assertThat(ada.token()).as("a fresh login each time").isNotEqualTo(again.token());
            assertThat(ada.refreshToken()).isPresent();
            assertThat(ada.expiresAt()).isPresent();
            assertThat(ada.exchanges()).hasSize(1);
            assertThat(twin.vault().leaksIn("Bearer " + ada.token().reveal())).isNotEmpty();
        }
    }

    @Test
    void finds_a_token_in_a_header_and_its_end_in_the_answer() throws Exception {
        answer = "{\"ttl\": 30}";
        Credential credential = obtain(login(new Locator(null, "X-Auth-Token"), new Locator("/ttl", null)));

        assertThat(credential.token().reveal()).isEqualTo("token-in-a-header-0123");
        assertThat(credential.expiresAt()).contains(NOW.plusSeconds(30));
        assertThat(vault.leaksIn("token-in-a-header-0123")).isNotEmpty();
    }

    @Test
    void says_what_the_login_answered_and_carries_the_exchange_but_not_the_password() {
        status = 401;
        CredentialRefused refused = refusal(login(new Locator("/t", null), null));

        assertThat(refused).hasMessageContaining("ada").hasMessageContaining("401");
        assertThat(refused.getMessage()).doesNotContain("correct-horse-battery");
        assertThat(refused.exchanges()).hasSize(1);
        assertThat(refused.exchanges().get(0).sent()).doesNotContain("correct-horse-battery");
    }

    @Test
    void refuses_an_answer_without_a_token_where_the_contract_says_it_is() {
        answer = "{\"token\": \"x\"}";

        assertThat(refusal(login(new Locator("/access_token", null), null)))
                .hasMessageContaining("no token where the contract says");
    }

    @Test
    void posts_client_credentials_as_a_form() throws Exception {
        answer = "{\"access_token\": \"client-token-0123456\", \"expires_in\": 60}";
        Credential credential = obtain(
                new Identity.ClientCredentials("/oauth/token", "load & co", Secret.of("s3cret/+value"), "read write"));

        assertThat(lastBody)
                .isEqualTo("grant_type=client_credentials&client_id=load+%26+co&client_secret=s3cret%2F%2Bvalue"
                        + "&scope=read+write");
        assertThat(credential.token().reveal()).isEqualTo("client-token-0123456");
        assertThat(credential.origin()).isEqualTo(Credential.Origin.CLIENT_CREDENTIALS);
        assertThat(credential.expiresAt()).contains(NOW.plusSeconds(60));
    }

    @Test
    void sends_client_credentials_by_basic_where_the_form_is_refused() throws Exception {
        basicAlone = true;
        answer = "{\"access_token\": \"client-token-0123456\", \"expires_in\": 60}";
        Credential credential =
                obtain(new Identity.ClientCredentials("/oauth/token", "load & co", Secret.of("s3cret/+value"), "read"));

        String pair =
                Base64.getEncoder().encodeToString("load+%26+co:s3cret%2F%2Bvalue".getBytes(StandardCharsets.UTF_8));
        assertThat(lastAuthorization).isEqualTo("Basic " + pair);
        assertThat(lastBody).isEqualTo("grant_type=client_credentials&scope=read");
        assertThat(credential.token().reveal()).isEqualTo("client-token-0123456");
        assertThat(vault.leaksIn(pair)).isNotEmpty();
    }

    @Test
    void says_what_was_answered_where_client_credentials_are_refused_either_way() {
        status = 401;
        assertThat(refusal(new Identity.ClientCredentials("/oauth/token", "load", Secret.of("s3cret/+value"), "")))
                .hasMessageContaining("401");
    }

    @Test
    void signs_a_token_that_the_key_verifies() throws Exception {
        Credential credential = obtain(new Identity.SigningKey(
                Secret.of(KEY), "HS256", Map.of("sub", "ada", "aud", "shop"), Duration.ofMinutes(5)));

        var claims = Jwts.parser()
                .verifyWith(Keys.hmacShaKeyFor(KEY.getBytes(StandardCharsets.UTF_8)))
                .clock(() -> java.util.Date.from(NOW))
                .build()
                .parseSignedClaims(credential.token().reveal())
                .getPayload();
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getExpiration()).isEqualTo(java.util.Date.from(NOW.plus(Duration.ofMinutes(5))));
        assertThat(credential.exchanges()).isEmpty();
    }

    @Test
    void names_the_identity_whose_key_is_too_short_and_not_the_key() {
        CredentialRefused refused = refusal(
                new Identity.SigningKey(Secret.of("too-short-a-key"), "HS512", Map.of(), Duration.ofMinutes(5)));

        assertThat(refused).hasMessageContaining("identities.user").hasMessageContaining("64 bytes");
        assertThat(refused.getMessage()).doesNotContain("too-short-a-key");
    }

    @Test
    void hands_out_a_static_token_with_the_end_that_it_names() throws Exception {
        String token = new SigningBench(Secret.of(KEY), "HS256").sign(Map.of(), NOW, NOW.plusSeconds(90));

        Credential credential = obtain(new Identity.StaticToken(Secret.of(token)));

        assertThat(credential.token().reveal()).isEqualTo(token);
        assertThat(credential.expiresAt()).contains(NOW.plusSeconds(90));
        assertThat(vault.leaksIn(token)).isNotEmpty();
    }

    @Test
    void refuses_an_identity_that_the_contract_does_not_have() {
        try (LoginCredentials credentials = open(new Identity.StaticToken(Secret.of("any-token")))) {
            assertThat(catchThrowableOfType(
                                    ExecutionException.class,
                                    () -> credentials.obtain("admin", 0).get())
                            .getCause())
                    .isInstanceOf(CredentialRefused.class)
                    .hasMessageContaining("admin");
        }
    }

    private Identity.Login login(Locator token, @Nullable Locator expiresIn) {
        RequestSpec request = new RequestSpec(
                "POST",
                "auth",
                "/login",
                Map.of(),
                "{\"user\": \"{user}\", \"password\": \"{password}\"}",
                null,
                Map.of(CredentialClass.VALID, List.of(200)));
        Identity.Account account = new Identity.Account("ada", vault.keep("correct-horse-battery"));
        return new Identity.Login(request, token, null, expiresIn, List.of(account), null, null);
    }

    private Credential obtain(Identity identity) throws Exception {
        try (LoginCredentials credentials = open(identity)) {
            return credentials.obtain("user", 0).get();
        }
    }

    private CredentialRefused refusal(Identity identity) {
        try (LoginCredentials credentials = open(identity)) {
            Throwable cause = catchThrowableOfType(
                            ExecutionException.class,
                            () -> credentials.obtain("user", 0).get())
                    .getCause();
            return (CredentialRefused) Objects.requireNonNull(cause);
        }
    }

    private LoginCredentials open(Identity identity) {
        URI uri = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort());
        Targets targets = new Targets(uri, null, uri, null);
        Reach reach = new Reach(
                AllowList.of(targets.all()),
                new RequestBudget(100),
                vault,
                VirtualTime.startingAt(NOW),
                "test",
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                null);
        try (TwinEnvironment twin = TwinEnvironment.at(uri)) {
            Environment like = twin.environment();
            return new LoginCredentials(
                    new Environment(
                            "test",
                            "",
                            targets,
                            Map.of("user", identity),
                            Map.of(),
                            Map.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            like.rails()),
                    reach);
        }
    }
}
