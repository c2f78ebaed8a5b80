package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadinessTest {
    @Test
    void a_healthy_voyage_is_ready() {
        Report report = Voyages.healthy().report();
        assertThat(report.readiness().reasons()).hasSize(1);
        assertThat(report.readiness().verdict()).isEqualTo(Report.Answer.READY);
        assertThat(ExitCode.of(report)).isZero();
    }

    @Test
    void a_broken_voyage_is_not_ready_and_says_why() {
        Report report = Voyages.broken().report();
        assertThat(report.readiness().verdict()).isEqualTo(Report.Answer.NOT_READY);
        assertThat(report.issues()).hasSize(2);
        assertThat(JsonReport.render(report)).contains("\"verdict\" : \"NOT_READY\"");
    }
}
