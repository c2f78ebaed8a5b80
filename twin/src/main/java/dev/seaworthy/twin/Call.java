package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One request, complete and detached from the connection's buffers. */
record Call(
        String method,
        HttpVersion version,
        String path,
        Map<String, List<String>> query,
        HttpHeaders headers,
        byte[] body,
        String local,
        String remote,
        String connection,
        boolean keepAlive) {

    static Call of(FullHttpRequest request, String local, String remote, String connection) {
        QueryStringDecoder target = new QueryStringDecoder(request.uri());
        return new Call(
                request.method().name(),
                request.protocolVersion(),
                target.rawPath(),
                target.parameters(),
                request.headers(),
                ByteBufUtil.getBytes(request.content()),
                local,
                remote,
                connection,
                HttpUtil.isKeepAlive(request));
    }

    /** The same call by another method. */
    Call as(String other) {
        return new Call(other, version, path, query, headers, body, local, remote, connection, keepAlive);
    }

    /** The body as a JSON object, or a refusal: 400 for what is not JSON, 422 for another kind of value. */
    JsonNode json() {
        JsonNode node;
        try {
            node = Json.read(body);
        } catch (IOException e) {
            throw Refusal.of(400, "malformed_json", "the body is not JSON");
        }
        if (!node.isObject()) {
            throw Refusal.of(422, "not_an_object", "the body is not a JSON object");
        }
        return node;
    }

    /** A text member of the body that must be there. */
    static String text(JsonNode body, String member) {
        JsonNode node = body.path(member);
        if (!node.isTextual() || node.asText().isBlank()) {
            throw Refusal.of(422, "missing_field", "the field '" + member + "' must be a text that is not empty");
        }
        return node.asText();
    }

    /** A query parameter's first value, or the fallback. */
    String parameter(String name, String fallback) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? fallback : values.get(0);
    }

    /** A whole number in the query, within bounds, or a refusal. */
    int number(String name, int fallback, int least, int most) {
        String text = parameter(name, Integer.toString(fallback));
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one refusal that covers both cases.
        }
        throw Refusal.of(422, "out_of_range", "'" + name + "' must be a whole number from " + least + " to " + most);
    }

    /** The items of a comma-separated header, over all its lines, in order. */
    List<String> items(CharSequence header) {
        return headers.getAll(header).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Whether a comma-separated header names {@code token}, in any case. */
    boolean names(CharSequence header, String token) {
        return items(header).stream()
                .anyMatch(item -> item.toLowerCase(Locale.ROOT).equals(token));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
