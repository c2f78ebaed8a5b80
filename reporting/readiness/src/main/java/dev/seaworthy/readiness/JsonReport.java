package dev.seaworthy.readiness;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/** {@code report.json}, the form that every other is made from. */
final class JsonReport {
    private static final ObjectWriter WRITER = writer();

    private JsonReport() {}

    static String render(Report report) {
        return text(report);
    }

    /** The text of records, texts, numbers, lists and maps, laid out as the report is. */
    static String text(Object document) {
        try {
            return WRITER.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report holds only records, texts, numbers, lists and maps", e);
        }
    }

    private static ObjectWriter writer() {
        SimpleModule numbers = new SimpleModule();
        numbers.addSerializer(Double.class, new PlainDouble());
        numbers.addSerializer(double.class, new PlainDouble());
        DefaultPrettyPrinter layout = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter(" ", "\n"))
                .withArrayIndenter(new DefaultIndenter(" ", "\n"));
        return JsonMapper.builder()
                .addModule(numbers)
                .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build()
                .writer(layout);
    }

    /** Twelve digits and no exponent: the same text on every JDK, though the JDKs print doubles differently. */
    private static final class PlainDouble extends StdSerializer<Double> {
        private static final long serialVersionUID = 1;
        private static final MathContext DIGITS = new MathContext(12);

        PlainDouble() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider unused) throws IOException {
            if (!Double.isFinite(value)) {
                json.writeNull();
                return;
            }
            BigDecimal rounded = new BigDecimal(value).round(DIGITS);
            json.writeNumber(
                    rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
        }
    }
}
