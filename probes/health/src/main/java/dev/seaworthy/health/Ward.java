package dev.seaworthy.health;

import dev.seaworthy.config.Environment;
import dev.seaworthy.config.FilledRequest;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.Wire;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes readings, and remembers every one: the first and the last tell a restart. Thread-safe. */
final class Ward implements AutoCloseable {
    private final HealthSettings settings;
    private final Environment environment;
    private final Credentials credentials;
    private final Wire wire;
    private final String nonce;
    private final List<Reading> readings = new ArrayList<>();

    Ward(HealthSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.environment = surroundings.environment();
        this.credentials = surroundings.credentials();
        this.wire = Wire.open(surroundings.reach());
        byte[] bytes = new byte[6];
        new Random(surroundings.seed()).nextBytes(bytes);
        this.nonce = HexFormat.of().formatHex(bytes);
    }

    HealthSettings settings() {
        return settings;
    }

    Wire wire() {
        return wire;
    }

    @Nullable
    RequestSpec operation(String name) {
        return environment.operations().get(name);
    }

    /** Reads the readiness document. */
    Reading read(RequestSpec ready) throws CredentialRefused, InterruptedException {
        Reading reading = Reading.of(send(request(ready)), settings);
        synchronized (readings) {
            readings.add(reading);
        }
        return reading;
    }

    /** Every reading so far, from the first of the run. */
    List<Reading> readings() {
        synchronized (readings) {
            return List.copyOf(readings);
        }
    }

    HttpAnswer send(HttpRequest request) throws InterruptedException {
        return wire.exchange(request);
    }

    /** Lets the moment pass that lies between two readings. */
    void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(settings.gap().toNanos());
    }

    /** An operation as a request, with its identity's credential where it names one. */
    HttpRequest request(RequestSpec spec) throws CredentialRefused, InterruptedException {
        String identity = spec.identity();
        HttpRequest bare = bare(spec);
        return identity == null ? bare : bare.bearer(obtain(identity).token());
    }

    /** An operation as a request, without a credential. */
    HttpRequest bare(RequestSpec spec) {
        FilledRequest filled = FilledRequest.of(spec, environment.targets().base(spec), Map.of("nonce", nonce));
        return HttpRequest.of(filled.method(), filled.uri(), filled.headers(), filled.body());
    }

    /** The same request to a sibling path that cannot exist. */
    HttpRequest stranger(RequestSpec spec) {
        String path = spec.path().replaceFirst("[?].*", "").replaceFirst("/[^/]*$", "");
        return bare(spec.withPath(path + "/absent-" + nonce));
    }

    private Credential obtain(String identity) throws CredentialRefused, InterruptedException {
        try {
            return credentials.obtain(identity, 0).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CredentialRefused refused) {
                throw refused;
            }
            throw new IllegalStateException("obtaining a credential failed", e.getCause());
        }
    }

    static List<Integer> right(RequestSpec spec) {
        return spec.expect().getOrDefault(CredentialClass.VALID, List.of(200));
    }

    @Override
    public void close() {
        wire.close();
    }
}
