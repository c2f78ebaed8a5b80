package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "2.4e-7, 240 ns",
        "3.214e-6, 3.21 µs",
        "0.0009999, 1 ms",
        "0.012449, 12.4 ms",
        "0.99949, 999 ms",
        "0.9996, 1 s",
        "1.05, 1.05 s",
        "60, 60 s",
        "125, 2 min 5 s",
        "7260, 2 h 1 min",
    })
    void times_have_three_digits_and_a_unit_that_fits(double seconds, String words) {
        assertThat(Figures.seconds(seconds)).isEqualTo(words);
    }

    @Test
    void nothing_is_said_of_what_is_not_known() {
        assertThat(List.of(Figures.seconds(null), Figures.share(null), Figures.rate(Double.NaN), Figures.count(null)))
                .containsOnly("–");
    }

    @Test
    void counts_shares_and_quantiles_read_well() {
        assertThat(Figures.count(1_234_567L)).isEqualTo("1\u202f234\u202f567");
        assertThat(Figures.count(-999L)).isEqualTo("−999");
        assertThat(Figures.share(0.00128)).isEqualTo("0.128 %");
        assertThat(Figures.quantile(0.999)).isEqualTo("p99.9");
        assertThat(Figures.quantile(0.5)).isEqualTo("p50");
        assertThat(Figures.rate(12345.6)).isEqualTo("12\u202f346/s");
        assertThat(Figures.clock(90)).isEqualTo("1:30");
        assertThat(Figures.clock(7200)).isEqualTo("2:00:00");
        assertThat(Figures.many(1, "turn", "turns")).isEqualTo("1 turn");
    }

    @Test
    void axes_have_few_round_ticks_that_enclose_the_figures() {
        Axis even = Axis.fromZero(52.5, 0, 100);
        assertThat(even.ticks()).containsExactly(0.0, 20.0, 40.0, 60.0);
        assertThat(even.at(0)).isZero();
        assertThat(even.at(60)).isEqualTo(100);
        Axis logarithmic = Axis.fitting(0.0004, 0.9, 0, 100);
        assertThat(logarithmic.at(0.0002)).isZero();
        assertThat(logarithmic.ticks()).hasSizeBetween(3, 8).isSorted();
        assertThat(logarithmic.at(0.9)).isLessThan(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "./seaworthy run; ./seaworthy check a.b",
                "./seaworthy run --fault x,y --yes; ./seaworthy check --fault x,y a.b",
                "seaworthy run config/a.yaml --out runs; seaworthy check config/a.yaml a.b",
                "java -jar x.jar run env.yml; ./seaworthy check env.yml a.b",
                "./seaworthy run $(rm).yaml; ./seaworthy check '$(rm).yaml' a.b",
                "./seaworthy run it's.yaml; ./seaworthy check 'it'\\''s.yaml' a.b",
            })
    void a_rerun_keeps_the_contract_and_the_faults_and_is_safe_to_paste(String command, String rerun) {
        assertThat(new Commands(command).check(List.of("a.b"))).isEqualTo(rerun);
    }
}
