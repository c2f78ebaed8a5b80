package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
    @Test
    void begins_with_the_verdict_and_the_three_parts() {
        String markdown = MarkdownReport.render(Voyages.broken().report());
        assertThat(markdown)
                .startsWith(MarkdownReport.MARKER + "\n## ⛔ NOT READY: staging\n")
                .contains("**14** proven · **2** refuted · **3** unproven of 19 claims")
                .contains("| P0 | **Mend ws.credential.required** opened without any credential");
        String sight = markdown.substring(0, markdown.indexOf("<details>"));
        assertThat(sight.lines().filter(line -> line.startsWith("| P"))).hasSizeBetween(1, 10);
    }

    @Test
    void stays_below_the_limit_of_a_comment_and_says_what_it_left_out() {
        Fixture fixture = new Fixture();
        for (int i = 0; i < 2000; i++) {
            fixture.found("a.check-" + i, Severity.LOW, i % 2 == 0 ? Verdict.UNPROVEN : Verdict.PASS, "x".repeat(300));
        }
        String markdown = MarkdownReport.render(fixture.report());
        assertThat(markdown.length()).isLessThanOrEqualTo(MarkdownReport.LONGEST);
        assertThat(markdown).contains("more checks are in the full report.", "and 990 more in the full report.");
        assertThat(markdown.split("<details>", -1)).hasSameSizeAs(markdown.split("</details>", -1));
    }
}
