package dev.seaworthy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one request costs to encode, and one answer to read, without any connection.
 *
 * <p>{@code mvn -Dquick -Pbenchmarks -pl probes/wire -am test -DskipTests -Djmh="CodecBench -prof gc"}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class CodecBench {
    private final HttpRequest request = HttpRequest.get(URI.create("http://127.0.0.1:8080/orders?page=2"))
            .header("Accept", "application/json")
            .header("Authorization", "Bearer 0123456789abcdef0123456789abcdef");
    private final Origin origin = Origin.of(request.uri());
    private final Identity identity = Identity.of("bench");
    private final AnswerParser parser = new AnswerParser();
    private final ByteBuf answer = direct(CannedServer.ANSWER);
    private final ByteBuf chunked = direct("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "400\r\n" + "x".repeat(1024) + "\r\n0\r\n\r\n");

    private static ByteBuf direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
    }

    /** What preparing costs: once for a request that is sent again and again. */
    @Benchmark
    public Object encode() {
        return RequestBytes.of(request, origin, identity);
    }

    @Benchmark
    public boolean readAndDrop() {
        return read(answer);
    }

    @Benchmark
    public boolean readChunkedAndDrop() {
        return read(chunked);
    }

    private boolean read(ByteBuf bytes) {
        parser.beginLean(false, false, false);
        parser.feed(bytes.readerIndex(0));
        return parser.isDone();
    }

    @Benchmark
    public Object readForEvidence() {
        parser.begin(false, true);
        parser.feed(answer.readerIndex(0));
        return parser.head().headers();
    }
}
