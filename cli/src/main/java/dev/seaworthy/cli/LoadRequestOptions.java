package dev.seaworthy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The request that is sent to a URL again and again; as options of a command. */
final class LoadRequestOptions {
    private static final int LARGEST_BODY = 1 << 20;

    @Option(names = "--method", paramLabel = "M", description = "Default: GET, or POST where there is a body.")
    private @Nullable String method;

    @Option(
            names = "--header",
            paramLabel = "K:V",
            description = "A header; more than once for more. What sounds secret has to be a reference: "
                    + "'Authorization: Bearer $${env:TOKEN}', $${file:/path} or $${cmd:program arguments}.")
    private List<String> headers = List.of();

    @Option(names = "--body", paramLabel = "TEXT", description = "A body; JSON unless a Content-Type says otherwise.")
    private @Nullable String body;

    @Option(names = "--body-file", paramLabel = "FILE", description = "A body from a file, or - for standard input.")
    private @Nullable String bodyFile;

    @Option(
            names = "--http",
            paramLabel = "V",
            description = "1.1, 2, or auto for what the target chooses by ALPN. Default: 1.1.")
    private @Nullable String http;

    @Option(names = "--follow", paramLabel = "N", description = "Redirects to follow, on the same origin. Default: 0.")
    private @Nullable Integer follow;

    @Option(
            names = "--expect",
            paramLabel = "S",
            split = ",",
            description = "Status codes that are right, e.g. 200,204; others are errors. Default: 200.")
    private List<Integer> expect = List.of();

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Open at the same time, at most; who finds none free waits, and that is told apart. "
                    + "Default: as many as are needed.")
    private @Nullable Integer connections;

    @Option(names = "--timeout", paramLabel = "D", description = "For one answer. Default: 10s.")
    private @Nullable String timeout;

    /** The options of these that were given. */
    List<String> given() {
        Map<String, Boolean> options = new LinkedHashMap<>();
        options.put("--method", method != null);
        options.put("--header", !headers.isEmpty());
        options.put("--body", body != null);
        options.put("--body-file", bodyFile != null);
        options.put("--http", http != null);
        options.put("--follow", follow != null);
        options.put("--expect", !expect.isEmpty());
        options.put("--connections", connections != null);
        options.put("--timeout", timeout != null);
        return options.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    String method() {
        return method != null ? method.toUpperCase(Locale.ROOT) : body != null || bodyFile != null ? "POST" : "GET";
    }

    /** By name, in the order of the command line. */
    Map<String, String> headers() {
        return byName("--header", headers);
    }

    /** Headers as they were given with {@code option}, by name, in that order. */
    static Map<String, String> byName(String option, List<String> headers) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new UsageComplaint(
                        option + ": write a name, a colon and a value, e.g. " + option + " 'Accept: text/plain'");
            }
            String name = header.substring(0, colon).strip();
            if (byName.putIfAbsent(name, header.substring(colon + 1).strip()) != null) {
                throw new UsageComplaint(option + " " + name + " is there twice");
            }
        }
        return byName;
    }

    /** Text, or null for none. */
    @Nullable
    String body() {
        if (body != null && bodyFile != null) {
            throw new UsageComplaint("give --body or --body-file, not both");
        }
        return bodyFile == null ? body : fromFile(bodyFile);
    }

    List<Integer> expect() {
        return expect.isEmpty() ? List.of(200) : expect;
    }

    int redirects() {
        return follow == null ? 0 : follow;
    }

    /** As a contract has it: 1.1, 2 or auto. */
    String http() {
        return http == null ? "1.1" : http;
    }

    @Nullable
    Integer connections() {
        return connections;
    }

    String timeout() {
        return timeout == null ? "10s" : timeout;
    }

    /** These options again, for a shell; a body is never repeated, for it may hold what is secret. */
    String again() {
        List<String> words = new ArrayList<>();
        word(words, "--method", method);
        headers.forEach(header -> word(words, "--header", header));
        word(words, "--body-file", body == null ? bodyFile : "-");
        word(words, "--http", http);
        word(words, "--follow", follow);
        expect.forEach(status -> word(words, "--expect", status));
        word(words, "--connections", connections);
        word(words, "--timeout", timeout);
        return String.join("", words);
    }

    static void word(List<String> words, String option, @Nullable Object value) {
        if (value != null) {
            words.add(" " + option + " " + quoted(value.toString()));
        }
    }

    /** A word as a POSIX shell reads it. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:%,@=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String fromFile(String file) {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(LARGEST_BODY + 1);
            if (bytes.length > LARGEST_BODY) {
                throw new UsageComplaint("--body-file " + file + ": a body has at most " + LARGEST_BODY + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UsageComplaint("--body-file " + file + " is not text in UTF-8");
        } catch (IOException e) {
            throw new UsageComplaint("--body-file: " + OneLine.of(e));
        }
    }
}
