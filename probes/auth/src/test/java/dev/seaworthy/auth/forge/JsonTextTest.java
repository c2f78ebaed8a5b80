package dev.seaworthy.auth.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final JsonText TEXT =
            new JsonText("{ \"sub\" : \"a,\\\"}da\", \"exp\":17 , \"aud\":[\"x\",{\"sub\":1}],\"n\":1.5}");

    @Test
    void finds_the_members_of_the_outermost_object_as_they_are_written() {
        assertThat(TEXT.members()).extracting(JsonText.Member::name).containsExactly("sub", "exp", "aud", "n");
        assertThat(TEXT.members())
                .extracting(JsonText.Member::raw)
                .containsExactly("\"a,\\\"}da\"", "17", "[\"x\",{\"sub\":1}]", "1.5");
    }

    @Test
    void changes_a_value_and_no_byte_besides() {
        assertThat(TEXT.with("exp", "-1").text()).isEqualTo(TEXT.text().replace("17", "-1"));
        assertThat(TEXT.with("nbf", "9").text()).isEqualTo(TEXT.text().replace("1.5}", "1.5,\"nbf\":9}"));
        assertThat(new JsonText("{}").with("a", "1").text()).isEqualTo("{\"a\":1}");
        assertThat(TEXT.renamed("exp", "EXP").text()).isEqualTo(TEXT.text().replace("exp", "EXP"));
    }

    @Test
    void takes_a_member_away_wherever_it_stands() {
        assertThat(new JsonText("{\"a\":1,\"b\":2,\"c\":3}").without("a").text())
                .isEqualTo("{\"b\":2,\"c\":3}");
        assertThat(new JsonText("{\"a\":1,\"b\":2,\"c\":3}").without("b").text())
                .isEqualTo("{\"a\":1,\"c\":3}");
        assertThat(new JsonText("{\"a\":1,\"b\":2,\"c\":3}").without("c").text())
                .isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(new JsonText("{\"a\":1}").without("a").text()).isEqualTo("{}");
        assertThat(TEXT.without("zzz")).isEqualTo(TEXT);
    }

    @Test
    void lets_a_name_stand_twice_in_the_order_that_is_asked_for() {
        JsonText twice = new JsonText("{\"a\":1,\"b\":2}").twice("a", "3", "1");

        assertThat(twice.text()).isEqualTo("{\"a\":3,\"b\":2,\"a\":1}");
        assertThat(twice.members()).hasSize(3);
    }

    @Test
    void is_the_text_of_an_object_and_of_nothing_else() {
        for (String other : new String[] {"", "[]", "17", "\"{}\"", "{\"a\"", "null"}) {
            assertThatThrownBy(() -> new JsonText(other)).as(other).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
