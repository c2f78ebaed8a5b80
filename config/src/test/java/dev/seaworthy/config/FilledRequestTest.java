package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FilledRequestTest {
    private static final Targets TARGETS =
            new Targets(URI.create("http://api.test/v1/"), null, URI.create("http://auth.test"), null);

    @Test
    void goes_to_the_target_that_it_names_below_that_targets_path() {
        assertThat(fill("auth", "/login", Map.of(), null).uri()).isEqualTo(URI.create("http://auth.test/login"));
        assertThat(fill("http", "/me", Map.of(), null).uri()).isEqualTo(URI.create("http://api.test/v1/me"));
    }

    @Test
    void encodes_a_value_for_the_place_where_it_stands() {
        FilledRequest request = fill("http", "/u/{user}?q={user}", Map.of("X-User", "{user}"), "{\"u\": \"{user}\"}");

        assertThat(request.uri().getRawPath()).isEqualTo("/v1/u/a%20%22b%22%26c");
        assertThat(request.uri().getRawQuery()).isEqualTo("q=a%20%22b%22%26c");
        assertThat(request.headers()).containsExactly(Map.entry("X-User", "a \"b\"&c"));
        assertThat(request.body()).isEqualTo("{\"u\": \"a \\\"b\\\"&c\"}");
    }

    @Test
    void encodes_a_form_as_a_form() {
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");

        assertThat(fill("http", "/", form, "u={user}").body()).isEqualTo("u=a+%22b%22%26c");
    }

    @Test
    void leaves_a_placeholder_alone_that_it_does_not_know() {
        assertThat(fill("http", "/", Map.of(), "{\"a\": \"{other}\"}").body()).isEqualTo("{\"a\": \"{other}\"}");
    }

    @Test
    void writes_any_password_so_that_a_json_reader_gets_it_back() throws JsonProcessingException {
        SplittableRandom random = new SplittableRandom(20);
        for (int trial = 0; trial < 500; trial++) {
            StringBuilder password = new StringBuilder();
            random.ints(12, 1, 0x2fff).forEach(password::appendCodePoint);
            RequestSpec spec = spec("http", "/", Map.of(), "{\"p\": \"{password}\"}");
            FilledRequest request = FilledRequest.of(spec, TARGETS.base(spec), Map.of("password", password.toString()));

            assertThat(new ObjectMapper().readTree(request.body()).path("p").asText())
                    .isEqualTo(password.toString());
        }
    }

    @Test
    void says_nothing_secret_of_itself() {
        FilledRequest request = fill("http", "/me?t={user}", Map.of("X-User", "{user}"), "{user}");

        assertThat(request).hasToString("POST http://api.test/v1/me");
    }

    private static FilledRequest fill(String target, String path, Map<String, String> headers, @Nullable String body) {
        RequestSpec spec = spec(target, path, headers, body);
        return FilledRequest.of(spec, TARGETS.base(spec), Map.of("user", "a \"b\"&c"));
    }

    private static RequestSpec spec(String target, String path, Map<String, String> headers, @Nullable String body) {
        return new RequestSpec("POST", target, path, headers, body, null, Map.of(CredentialClass.VALID, List.of(200)));
    }
}
