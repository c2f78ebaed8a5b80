package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.readiness.Report.ExchangeRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Evidence as the report carries it: the beginning of every text, and how much is left to the evidence file. */
final class Exchanges {
    /** Of each direction. Heads and handshakes fit; bodies may not. */
    static final int LONGEST = 4096;

    private Exchanges() {}

    static Map<String, ExchangeRow> of(Map<String, Exchange> exchanges) {
        Map<String, ExchangeRow> rows = new TreeMap<>();
        exchanges.forEach((id, exchange) -> rows.put(id, row(exchange)));
        return rows;
    }

    private static ExchangeRow row(Exchange exchange) {
        String sent = clipped(exchange.sent());
        String received = clipped(exchange.received());
        Clocks clocks = exchange.clocks();
        return new ExchangeRow(
                exchange.kind().name(),
                clipped(exchange.summary()),
                exchange.outcome().name(),
                clipped(exchange.detail()),
                exchange.startedAt().toString(),
                exchange.connection().number(),
                exchange.connection().local(),
                exchange.connection().remote(),
                exchange.connection().tls(),
                seconds(clocks.responseNanos()),
                seconds(
                        clocks.firstByteNanos() == Clocks.NOT_REACHED || clocks.writtenNanos() == Clocks.NOT_REACHED
                                ? Clocks.NOT_REACHED
                                : clocks.firstByteNanos() - clocks.writtenNanos()),
                sent,
                received,
                exchange.sent().length() - sent.length() + exchange.received().length() - (long) received.length());
    }

    /** The beginning; never half of a surrogate pair. */
    static String clipped(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }

    /** The same of a sentence or a fact, with a sign that it goes on. */
    static String brief(String text) {
        return text.length() <= LONGEST ? text : clipped(text) + "…";
    }

    /** Facts whose texts are brief, however deep they lie. */
    static Map<String, @Nullable Object> brief(Map<String, Object> facts) {
        Map<String, @Nullable Object> brief = new LinkedHashMap<>();
        facts.forEach((name, value) -> brief.put(brief(name), briefValue(value)));
        return brief;
    }

    private static @Nullable Object briefValue(@Nullable Object value) {
        if (value instanceof String text) {
            return brief(text);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> brief = new LinkedHashMap<>();
            map.forEach((name, part) -> brief.put(brief(String.valueOf(name)), briefValue(part)));
            return brief;
        }
        if (value instanceof Collection<?> list) {
            List<@Nullable Object> brief = new ArrayList<>();
            list.forEach(part -> brief.add(briefValue(part)));
            return brief;
        }
        return value;
    }

    private static @Nullable Double seconds(long nanos) {
        return nanos == Clocks.NOT_REACHED ? null : (Double) (nanos / 1e9);
    }
}
