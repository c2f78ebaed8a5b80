package dev.seaworthy.auth.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetCookieTest {
    @Test
    void reads_name_value_and_attributes_as_a_browser_does() {
        SetCookie cookie = cookie("  id = abc ; SECURE;HttpOnly ; samesite=Lax; Path=/a; path=/ ; ;=x");

        assertThat(cookie.name()).isEqualTo("id");
        assertThat(cookie.value()).isEqualTo("abc");
        assertThat(cookie.has("secure")).isTrue();
        assertThat(cookie.has("httponly")).isTrue();
        assertThat(cookie.attribute("samesite")).isEqualTo("lax");
        assertThat(cookie.attribute("path")).as("the last one counts").isEqualTo("/");
        assertThat(cookie.toString()).doesNotContain("abc");
    }

    @Test
    void a_line_without_a_pair_is_no_cookie() {
        assertThat(SetCookie.parse("")).isEmpty();
        assertThat(SetCookie.parse("Secure; HttpOnly")).isEmpty();
    }

    @Test
    void an_absurd_cookie_is_read_within_bounds() {
        SetCookie cookie = cookie("n\u0001\u0002" + "x".repeat(9_000) + "=" + "v".repeat(90_000) + ";a".repeat(50_000));

        assertThat(cookie.size()).isEqualTo(99_003);
        assertThat(cookie.attributes().size()).isLessThan(60);
        assertThat(cookie.shown()).hasSizeLessThan(80).doesNotContain("\u0001");
        assertThat(CookieRules.dropped(cookie)).anyMatch(reason -> reason.contains("larger than 4096"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            __Host-id=v; Path=/; Secure; HttpOnly; SameSite=Lax              |
            id=v; SameSite=None                                              | SameSite=None and is not Secure
            __Host-id=v; Path=/app; Secure                                   | another Path
            __Host-id=v; Path=/; Secure; Domain=twin.test                    | a Domain
            __Host-id=v; Path=/                                              | __Host- and is not Secure
            __Secure-id=v; Path=/                                            | __Secure- and is not Secure
            =v; Secure                                                       | no name
            id=a b; Secure                                                   | characters
            """)
    void names_what_makes_browsers_drop_a_cookie(String line, String reason) {
        List<String> dropped = CookieRules.dropped(cookie(line));

        if (reason == null) {
            assertThat(dropped).isEmpty();
        } else {
            assertThat(dropped).singleElement().asString().contains(reason);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            __Host-id=v; Path=/; Secure; HttpOnly; SameSite=Strict           | 0
            __Secure-id=v; Secure; HttpOnly; SameSite=Lax; Domain=app.test   | 0
            __Secure-id=v; Secure; HttpOnly; SameSite=Lax; Domain=.test      | 1
            __Secure-id=v; HttpOnly; SameSite=Lax                            | 1
            __Host-id=v; Path=/; Secure; HttpOnly                            | 1
            id=v                                                             | 4
            """)
    void counts_what_a_session_cookie_lacks(String line, int lacks) {
        assertThat(CookieRules.missing(cookie(line), "app.test")).hasSize(lacks);
    }

    private static SetCookie cookie(String line) {
        return SetCookie.parse(line).orElseThrow();
    }
}
