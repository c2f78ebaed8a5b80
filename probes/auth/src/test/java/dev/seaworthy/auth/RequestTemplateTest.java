package dev.seaworthy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.config.Targets;
import dev.seaworthy.testkit.Trials;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestTemplateTest {
    private static final Targets TARGETS =
            new Targets(URI.create("http://api.test/v1/"), null, URI.create("http://auth.test"), null);

    @Test
    void goes_to_the_target_that_it_names_below_that_targets_path() {
        assertThat(fill("auth", "/login", Map.of(), null).uri()).isEqualTo(URI.create("http://auth.test/login"));
        assertThat(fill("http", "/me", Map.of(), null).uri()).isEqualTo(URI.create("http://api.test/v1/me"));
    }

    @Test
    void encodes_a_value_for_the_place_where_it_stands() {
        HttpRequest request = fill("http", "/u/{user}?q={user}", Map.of("X-User", "{user}"), "{\"u\": \"{user}\"}");

        assertThat(request.uri().getRawPath()).isEqualTo("/v1/u/a%20%22b%22%26c");
        assertThat(request.uri().getRawQuery()).isEqualTo("q=a%20%22b%22%26c");
        assertThat(request.headers().first("X-User")).contains("a \"b\"&c");
        assertThat(body(request)).isEqualTo("{\"u\": \"a \\\"b\\\"&c\"}");
        assertThat(request.headers().first("Content-Type")).contains("application/json");
    }

    @Test
    void encodes_a_form_as_a_form() {
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");

        assertThat(body(fill("http", "/", form, "u={user}"))).isEqualTo("u=a+%22b%22%26c");
    }

    @Test
    void leaves_a_placeholder_alone_that_it_does_not_know() {
        assertThat(body(fill("http", "/", Map.of(), "{\"a\": \"{other}\"}"))).isEqualTo("{\"a\": \"{other}\"}");
    }

    @Test
    void writes_any_password_so_that_a_json_reader_gets_it_back() {
        Trials.seeded(500, random -> {
            StringBuilder password = new StringBuilder();
            random.ints(12, 1, 0x2fff).forEach(password::appendCodePoint);
            RequestSpec spec = spec("http", "/", Map.of(), "{\"p\": \"{password}\"}");
            HttpRequest request = RequestTemplate.fill(spec, TARGETS, Map.of("password", password.toString()));

            assertThat(new ObjectMapper().readTree(request.body()).path("p").asText())
                    .isEqualTo(password.toString());
        });
    }

    private static HttpRequest fill(String target, String path, Map<String, String> headers, @Nullable String body) {
        return RequestTemplate.fill(spec(target, path, headers, body), TARGETS, Map.of("user", "a \"b\"&c"));
    }

    private static RequestSpec spec(String target, String path, Map<String, String> headers, @Nullable String body) {
        return new RequestSpec("POST", target, path, headers, body, null, Map.of(CredentialClass.VALID, List.of(200)));
    }

    private static String body(HttpRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }
}
