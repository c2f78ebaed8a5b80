package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.readiness.Report.ObjectiveRow;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * {@code junit.xml} in Surefire's dialect. FAIL and UNPROVEN are failures, told apart by type: a build must not go green on
 * something that nobody knows. ERROR is an error, SKIPPED is skipped.
 */
final class JUnitReport {
    private final XMLStreamWriter xml;

    private JUnitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String render(Report report) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            new JUnitReport(xml).suites(report);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string takes every character", e);
        }
        return out + "\n";
    }

    private void suites(Report report) throws XMLStreamException {
        Map<String, List<Case>> suites = new LinkedHashMap<>();
        for (CheckRow row : report.checks()) {
            suites.computeIfAbsent(row.area(), unused -> new ArrayList<>()).add(Case.of(row));
        }
        for (ObjectiveRow row : report.readiness().objectives()) {
            suites.computeIfAbsent("objectives", unused -> new ArrayList<>()).add(Case.of(row));
        }
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        attribute("name", report.run().environment());
        for (Map.Entry<String, List<Case>> suite : suites.entrySet()) {
            suite(suite.getKey(), suite.getValue(), report.run().startedAt());
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private void suite(String name, List<Case> cases, String startedAt) throws XMLStreamException {
        double seconds = cases.stream().mapToDouble(Case::seconds).sum();
        xml.writeCharacters("\n ");
        xml.writeStartElement("testsuite");
        attribute("name", name);
        attribute("tests", Integer.toString(cases.size()));
        attribute("failures", count(cases, "FAIL", "UNPROVEN"));
        attribute("errors", count(cases, "ERROR"));
        attribute("skipped", count(cases, "SKIPPED"));
        attribute("time", seconds(seconds));
        attribute("timestamp", startedAt);
        for (Case one : cases) {
            testCase(one);
        }
        xml.writeCharacters("\n ");
        xml.writeEndElement();
    }

    private void testCase(Case one) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        attribute("classname", one.group());
        attribute("name", one.name());
        attribute("time", seconds(one.seconds()));
        switch (one.verdict()) {
            case "FAIL" -> outcome("failure", "refuted", one);
            case "UNPROVEN" -> outcome("failure", "unproven", one);
            case "ERROR" -> outcome("error", "harness", one);
            case "SKIPPED" -> outcome("skipped", null, one);
            default -> {}
        }
        xml.writeEndElement();
    }

    private void outcome(String element, @Nullable String type, Case one) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("message", one.reason());
        if (type != null) {
            attribute("type", type);
            xml.writeCharacters(Glyphs.visible(one.sentence() + "\n" + one.reason() + "\n" + one.rerun()));
        }
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Glyphs.visible(value).replace('\n', ' ').replace('\t', ' '));
    }

    private static String count(List<Case> cases, String... verdicts) {
        return Long.toString(cases.stream()
                .filter(one -> List.of(verdicts).contains(one.verdict()))
                .count());
    }

    private static String seconds(double seconds) {
        return BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP).toPlainString();
    }

    private record Case(
            String group, String name, String sentence, String verdict, String reason, String rerun, double seconds) {
        static Case of(CheckRow row) {
            Double took = row.tookSeconds();
            return new Case(
                    row.area(),
                    row.id(),
                    row.sentence(),
                    row.verdict(),
                    row.reason(),
                    row.rerun(),
                    took == null ? 0 : took);
        }

        static Case of(ObjectiveRow row) {
            return new Case("objectives", row.id(), row.target(), row.verdict(), row.reason(), "", 0);
        }
    }
}
