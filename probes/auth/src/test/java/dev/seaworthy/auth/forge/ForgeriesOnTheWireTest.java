package dev.seaworthy.auth.forge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.auth.forge.Forgery.Seal;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.testkit.TwinEnvironment;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every forged token, as it arrives at a socket, differs from the control in the one way that it states. What arrives is
 * decoded and verified by the JDK and Jackson, not by the classes that forged it.
 */
class ForgeriesOnTheWireTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final byte[] SECRET = "a-signing-key-for-tests-of-32-bytes".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "RS256", "ES256"})
    void each_arrives_different_in_exactly_the_stated_way(String algorithm) throws Exception {
        TokenForge forge = forge(algorithm);
        List<Forgery> all = everyRow(forge);
        assertThat(all).hasSizeGreaterThan(60);
        assertThat(all).extracting(Forgery::name).doesNotHaveDuplicates();

        List<String> arrived = sent(all);

        for (int i = 0; i < all.size(); i++) {
            Forgery forgery = all.get(i);
            String text = arrived.get(i);
            assertThat(text).as(forgery.name()).isEqualTo(forgery.text());
            switch (forgery.change().form()) {
                case COMPACT -> compact(forge.control(), algorithm, forgery, text.split("\\.", -1));
                case UNSEPARATED -> {
                    assertThat(text.split("\\.", -1)).as(forgery.name()).hasSize(2);
                    compact(forge.control(), algorithm, forgery, (text + ".").split("\\.", -1));
                }
                case RESPELLED -> respelled(forge.control(), forgery, text);
                case MALFORMED ->
                    assertThat(CompactToken.parse(text)).as(forgery.name()).isEmpty();
            }
        }
    }

    private static void compact(CompactToken control, String algorithm, Forgery forgery, String[] segments)
            throws Exception {
        assertThat(segments).as(forgery.name()).hasSize(3);
        Set<String> header = difference(control.header(), segments[0]);
        Set<String> payload = difference(control.payload(), segments[1]);
        assertThat(header)
                .as("header of " + forgery)
                .isEqualTo(new TreeSet<>(forgery.change().header()));
        assertThat(payload)
                .as("payload of " + forgery)
                .isEqualTo(new TreeSet<>(forgery.change().payload()));
        if (header.isEmpty()) {
            assertThat(segments[0]).as("header of " + forgery).isEqualTo(control.header());
        }
        if (payload.isEmpty()) {
            assertThat(segments[1]).as("payload of " + forgery).isEqualTo(control.payload());
        }
        boolean verifies = verifies(algorithm, segments[0] + "." + segments[1], segments[2]);
        boolean same = segments[2].equals(control.signature());
        Seal seal = forgery.change().seal();
        assertThat(verifies).as("validity of " + forgery).isEqualTo(seal == Seal.RESIGNED);
        assertThat(segments[2].isEmpty()).as("emptiness of " + forgery).isEqualTo(seal == Seal.EMPTY);
        assertThat(same).as("signature kept by " + forgery).isEqualTo(seal == Seal.KEPT);
        assertThat(header.isEmpty() && payload.isEmpty() && same)
                .as(forgery + " is the control")
                .isFalse();
    }

    /** The same three parts, read by somebody who is not strict. */
    private static void respelled(CompactToken control, Forgery forgery, String text) throws IOException {
        assertThat(text).as(forgery.name()).isNotEqualTo(control.text());
        String[] segments;
        if (text.startsWith("{")) {
            var json = JSON.readTree(text);
            segments = new String[] {
                json.path("protected").asText(),
                json.path("payload").asText(),
                json.path("signature").asText()
            };
        } else {
            segments = text.split("\\.", -1);
        }
        String[] own = {control.header(), control.payload(), control.signature()};
        assertThat(segments).as(forgery.name()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(lenient(segments[i])).as(forgery.name()).isEqualTo(lenient(own[i]));
        }
    }

    private static byte[] lenient(String segment) {
        String plain = segment.replace('+', '-').replace('/', '_').replace("=", "");
        return Base64.getUrlDecoder().decode(plain);
    }

    private static boolean verifies(String algorithm, String content, String signature)
            throws GeneralSecurityException {
        byte[] bytes = Base64.getUrlDecoder().decode(signature);
        byte[] signed = content.getBytes(StandardCharsets.US_ASCII);
        if (algorithm.equals("HS256")) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            return Arrays.equals(bytes, mac.doFinal(signed));
        }
        Signature verifier =
                Signature.getInstance(algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
        verifier.initVerify(issuer(algorithm).getPublic());
        verifier.update(signed);
        try {
            return verifier.verify(bytes);
        } catch (java.security.SignatureException e) {
            // Not of the length of a signature.
            return false;
        }
    }

    private static Set<String> difference(String left, String right) throws IOException {
        Map<String, List<String>> one = members(left);
        Map<String, List<String>> two = members(right);
        Set<String> names = new TreeSet<>(one.keySet());
        names.addAll(two.keySet());
        names.removeIf(name -> one.getOrDefault(name, List.of()).equals(two.getOrDefault(name, List.of())));
        return names;
    }

    /** The values of each name, as often as it stands there. */
    private static Map<String, List<String>> members(String segment) throws IOException {
        Map<String, List<String>> members = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(Base64.getUrlDecoder().decode(segment))) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                String value = parser.currentToken().isScalarValue()
                        ? parser.currentToken() + " " + parser.getText()
                        : JSON.readTree(parser).toString();
                members.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        return members;
    }

    private static List<Forgery> everyRow(TokenForge forge) throws Exception {
        String payload = "{\"sub\":\"grace\",\"iat\":1}";
        CompactToken other = new CompactToken(
                forge.control().header(),
                CompactToken.encoded(payload.getBytes(StandardCharsets.UTF_8)),
                CompactToken.encoded(new byte[32]));
        KeyPair stranger = Signer.keysFor("PS256");
        List<Forgery> all = new ArrayList<>();
        all.addAll(SignatureRows.changed(forge, Optional.of("grace"), Optional.of(other)));
        all.addAll(SignatureRows.unearned(forge));
        all.addAll(SignatureRows.unsigned(forge));
        all.addAll(SignatureRows.otherAlgorithm(forge));
        all.addAll(
                KeyRows.publicSecrets(forge, PublicKeys.of(stranger.getPublic()).asSecrets()));
        all.addAll(KeyRows.keyId(forge));
        all.addAll(KeyRows.embeddedJwk(forge));
        all.addAll(KeyRows.embeddedCertificate(forge, NOW));
        all.addAll(KeyRows.keyAddress(
                forge, stranger, URI.create("http://127.0.0.1:1/k"), URI.create("http://127.0.0.1:1/c")));
        all.addAll(KeyRows.retired(forge, Signer.ofNobody(forge.algorithm(), new Random(5)), Optional.empty()));
        all.add(ClaimRows.expired(forge, "a token that ended an hour ago", NOW.minusSeconds(3600)));
        all.addAll(ClaimRows.notYet(forge, NOW));
        all.addAll(ClaimRows.endless(forge));
        all.addAll(ClaimRows.absurdEnd(forge, NOW));
        all.addAll(ClaimRows.issuedInFuture(forge, NOW));
        all.addAll(ClaimRows.issuer(forge, "https://issuer.test"));
        all.addAll(ClaimRows.audience(forge, "harbour"));
        all.add(ClaimRows.audienceAmongOthers(forge, "harbour"));
        all.addAll(ClaimRows.twice(forge, Optional.of("grace"), NOW));
        all.addAll(ClaimRows.subject(forge, "ada"));
        all.addAll(ClaimRows.scope(forge, "scope"));
        all.addAll(ClaimRows.critical(forge));
        all.addAll(FormRows.respelled(forge));
        all.addAll(FormRows.malformed(forge).stream()
                .filter(forgery -> all.stream().noneMatch(known -> known.name().equals(forgery.name())))
                .toList());
        all.add(FormRows.large(forge, 4, true));
        return all;
    }

    private static TokenForge forge(String algorithm) {
        Signer key = algorithm.equals("HS256")
                ? Signer.hmac("HS256", SECRET)
                : Signer.of(algorithm, issuer(algorithm).getPrivate());
        String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}";
        String payload =
                "{\"iss\":\"https://issuer.test\",\"aud\":\"harbour\",\"sub\":\"ada\",\"scope\":\"read\",\"iat\":"
                        + NOW.getEpochSecond() + ",\"exp\":"
                        + NOW.plusSeconds(600).getEpochSecond() + "}";
        CompactToken unsigned = new CompactToken(
                CompactToken.encoded(header.getBytes(StandardCharsets.UTF_8)),
                CompactToken.encoded(payload.getBytes(StandardCharsets.UTF_8)),
                "");
        CompactToken control = new TokenForge(unsigned, key, new Random(1)).resignedControl();
        return new TokenForge(control, key, new Random(1));
    }

    /** Not the keys of nobody, which strangers sign with. */
    private static KeyPair issuer(String algorithm) {
        return ISSUERS.computeIfAbsent(algorithm, name -> {
            try {
                var keys = java.security.KeyPairGenerator.getInstance(name.startsWith("RS") ? "RSA" : "EC");
                keys.initialize(name.startsWith("RS") ? 2048 : 256);
                return keys.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static final Map<String, KeyPair> ISSUERS = new ConcurrentHashMap<>();

    /** Sends each as a bearer token, and gives what arrived at a socket after {@code Bearer}, byte by byte. */
    private static List<String> sent(List<Forgery> forgeries) throws Exception {
        List<String> arrived = new ArrayList<>();
        try (Listener listener = new Listener();
                TwinEnvironment environment =
                        TwinEnvironment.at(URI.create("http://127.0.0.1:" + listener.server.getLocalPort()))) {
            URI uri = URI.create("http://127.0.0.1:" + listener.server.getLocalPort() + "/api/profile");
            for (Forgery forgery : forgeries) {
                HttpAnswer answer =
                        environment.wire().exchange(HttpRequest.get(uri).bearer(Secret.of(forgery.text())));
                assertThat(answer.status())
                        .as(forgery.name() + ": " + answer.detail())
                        .isEqualTo(401);
                String head = listener.heads.poll(5, TimeUnit.SECONDS);
                assertThat(head).as(forgery.name()).contains("\r\nAuthorization: Bearer ");
                String value = head.substring(head.indexOf("\r\nAuthorization: Bearer ") + 24);
                arrived.add(value.substring(0, value.indexOf("\r\n")));
            }
        }
        return arrived;
    }

    /** Answers 401 to every request, on a connection each, and keeps its head as it came. */
    private static final class Listener implements AutoCloseable {
        private final ServerSocket server;
        private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

        Listener() throws IOException {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(this::serve, "listener");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    heads.add(head(socket.getInputStream()));
                    socket.getOutputStream()
                            .write("HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The test has closed the server, or misses a head, which fails it.
                    continue;
                }
            }
        }

        private static String head(InputStream in) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            int matched = 0;
            while (matched < 4) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                head.write(next);
                matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            }
            return head.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
