package dev.seaworthy.readiness;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** {@code report.html}: one file that needs nothing besides itself, neither network nor script. */
final class HtmlReport {
    private HtmlReport() {}

    // The generated code takes null for "nobody intercepts forms", and the page has none.
    @SuppressWarnings("NullAway")
    static String render(Report report) {
        String style = style();
        VisibleOutput out = new VisibleOutput();
        JtereportGenerated.render(new OwaspHtmlTemplateOutput(out), null, new Page(report, style, hash(style)));
        return out.toString();
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Lets no invisible character through, whoever wrote it. */
    private static final class VisibleOutput extends StringOutput {
        @Override
        public void writeContent(String value) {
            super.writeContent(Glyphs.visible(value));
        }
    }
}
