package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
    @Test
    void is_well_formed_and_refers_to_nothing_outside_itself() throws Exception {
        Document page = parse(HtmlReport.render(Voyages.broken().report()));
        Set<String> ids = new HashSet<>();
        int links = 0;
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            String id = element.getAttribute("id");
            assertThat(id.isEmpty() || ids.add(id))
                    .as("id %s is there once", id)
                    .isTrue();
            assertThat(element.getAttribute("src")).isEmpty();
            assertThat(element.getAttribute("style"))
                    .as("a policy by hashes forbids style attributes")
                    .isEmpty();
            assertThat(element.getTagName()).isNotIn("script", "iframe", "object", "embed", "img", "base", "form");
        }
        for (int i = 0; i < all.getLength(); i++) {
            String href = ((Element) all.item(i)).getAttribute("href");
            if (href.startsWith("#")) {
                links++;
                assertThat(ids).contains(href.substring(1));
            } else {
                assertThat(href).isIn("", "data:,");
            }
        }
        assertThat(links).isGreaterThan(50);
    }

    @Test
    void the_policy_names_the_hash_of_the_very_style_that_is_in_the_page() throws Exception {
        Document page = parse(HtmlReport.render(new Fixture().report()));
        String style = page.getElementsByTagName("style").item(0).getTextContent();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        String hash = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        Element policy = (Element) page.getElementsByTagName("meta").item(1);
        assertThat(policy.getAttribute("http-equiv")).isEqualTo("Content-Security-Policy");
        assertThat(policy.getAttribute("content")).startsWith("default-src 'none'; style-src " + hash);
        assertThat(style).doesNotContain("url(", "@import").contains("color-scheme: light dark", "@media print");
    }

    @Test
    void shows_the_handshake_bytes_and_the_clients_that_fail() {
        String page = HtmlReport.render(Voyages.broken().report());
        assertThat(page)
                .contains(
                        "Not ready",
                        "Sec-WebSocket-Protocol: jwt.secret:5f21bd03\n",
                        "Chromium, Firefox, Java HttpClient")
                .contains("./seaworthy check config/environments/staging.yaml ws.subprotocol.selected");
    }

    @Test
    void tells_the_verdict_in_words_and_by_shape() {
        assertThat(HtmlReport.render(Voyages.healthy().report())).contains("<span>Ready</span>", "#mark-good");
        assertThat(HtmlReport.render(new Fixture().report())).contains("<span>Not proven</span>", "#mark-open");
    }

    @Test
    void shows_what_a_check_saw_in_each_step_of_a_load() {
        Fixture fixture = new Fixture().plan("auth.under-load.test", Severity.HIGH);
        fixture.finding(
                "auth.under-load.test",
                Verdict.FAIL,
                "3 of 11 were accepted",
                Map.of("sent", 11, "steps", List.of(Map.of("step", "calm (10/s)"), Map.of("step", "rush (300/s)"))),
                List.of());

        assertThat(HtmlReport.render(fixture.report()))
                .contains("<dd class=\"lines\">step: calm (10/s)\nstep: rush (300/s)</dd>");
    }

    @Test
    void needs_more_samples_instead_of_a_figure_that_they_cannot_carry() {
        Fixture fixture = new Fixture().load("baseline", "http.rare", 2, 20, 5, 0);
        assertThat(HtmlReport.render(fixture.report()))
                .contains("not resolvable with n = 40, needs 100<", "not resolvable with n = 40, needs 1\u202f000<");
    }

    @Test
    void stays_small_with_300_checks_and_20_operations() {
        Fixture fixture = new Fixture();
        String head = "X-Filler: 0123456789012345678901234567890123456789\r\n".repeat(20);
        for (int i = 0; i < 300; i++) {
            String id = "area" + i % 9 + ".check-" + i;
            fixture.plan(id, Severity.MEDIUM);
            Verdict verdict = i % 10 == 0 ? Verdict.FAIL : Verdict.PASS;
            fixture.finding(
                    id,
                    verdict,
                    "answered 200 to each of three requests, number " + i,
                    Map.of("status", 200),
                    List.of(
                            fixture.keep(fixture.exchange(
                                    "GET /" + i + " -> 200", "GET /" + i + " HTTP/1.1\r\n" + head, head)),
                            fixture.keep(
                                    fixture.exchange("GET /c" + i + " -> 200", "GET /c HTTP/1.1\r\n" + head, head))));
        }
        for (int i = 0; i < 20; i++) {
            fixture.load("phase" + i / 4, "http.operation-" + i, 20, 60, 5 + i, 0.01);
        }
        Report report = fixture.report();
        String page = HtmlReport.render(report);
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_500_000);
        assertThat(page).contains("area8.check-296", "http.operation-19", "bytes in <code>evidence/");
        assertThat(JsonReport.render(report).getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(3_000_000);
    }

    static Document parse(String page) throws Exception {
        assertThat(page).startsWith("<!DOCTYPE html>");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }
}
