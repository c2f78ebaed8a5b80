package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JUnitReportTest {
    @Test
    void each_verdict_has_its_own_outcome() throws Exception {
        Fixture fixture = new Fixture();
        for (Verdict verdict : Verdict.values()) {
            fixture.found(
                    "a." + verdict.name().toLowerCase(java.util.Locale.ROOT),
                    Severity.LOW,
                    verdict,
                    "because " + verdict);
        }
        Element suites = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JUnitReport.render(fixture.report()))))
                .getDocumentElement();
        Element suite = (Element) suites.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-03-04T09:15:00Z");
        Element refuted = (Element) suite.getElementsByTagName("failure").item(0);
        Element unproven = (Element) suite.getElementsByTagName("failure").item(1);
        assertThat(refuted.getAttribute("type")).isEqualTo("refuted");
        assertThat(unproven.getAttribute("type")).isEqualTo("unproven");
        assertThat(unproven.getAttribute("message")).isEqualTo("because UNPROVEN");
        assertThat(suite.getElementsByTagName("error").getLength()).isOne();
        assertThat(suite.getElementsByTagName("skipped").getLength()).isOne();
    }
}
