package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    @Test
    void renders() throws Exception {
        Files.writeString(
                Path.of("/tmp/readiness-good.html"),
                HtmlReport.render(Voyages.healthy().report()));
        Files.writeString(
                Path.of("/tmp/readiness-bad.html"),
                HtmlReport.render(Voyages.broken().report()));
        assertThat(HtmlReport.render(new Fixture().report())).contains("Not proven");
    }
}
