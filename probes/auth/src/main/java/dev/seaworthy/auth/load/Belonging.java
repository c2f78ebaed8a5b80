package dev.seaworthy.auth.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.CleanUp;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.settings.AccessSettings.OwnedObjects;
import dev.seaworthy.auth.settings.RequestTemplate;
import dev.seaworthy.auth.settings.UnderLoadSettings;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A resource that belongs to one user: one that is there, where {@code probes.auth.under-load.others} says how to find it;
 * else one that is made as {@code probes.auth.access.objects} says, and removed when the probe closes.
 */
final class Belonging {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bench bench;
    private final Route route;
    private final UnderLoadSettings.@Nullable Others there;
    private final @Nullable OwnedObjects made;

    Belonging(Bench bench, Route route) {
        this.bench = bench;
        this.route = route;
        this.there = bench.settings().underLoad().others();
        this.made = bench.settings().access().objects();
    }

    boolean isDeclared() {
        return there != null || made != null;
    }

    /**
     * One of this user, that it is shown.
     *
     * @throws None if there is none, or its owner does not see it either
     */
    Shown of(Credential owner) throws None, InterruptedException {
        HttpRequest bare;
        if (there != null) {
            HttpRequest list = get(there.list());
            String id =
                    id("the list of the second account", bench.wire().exchange(list.bearer(owner.token())), there.id());
            bare = get(there.path().replace("{id}", id));
        } else if (made != null) {
            HttpRequest create = filled(made.create(), "");
            HttpAnswer answer = bench.wire().exchange(create.bearer(owner.token()));
            String id = id("the object to test with", answer, made.id());
            RequestTemplate delete = made.delete();
            if (delete != null) {
                bench.cleanUp().note(new MadeObject(bench, filled(delete, id).bearer(owner.token())));
            }
            bare = filled(made.read(), id);
        } else {
            throw new None("no resource of a user is declared", List.of());
        }
        HttpAnswer owners = bench.wire().exchange(bare.bearer(owner.token()));
        if (!isSuccess(owners)) {
            throw new None("its owner cannot read the resource either: " + owners, List.of(owners.exchange()));
        }
        return new Shown(bare, owners);
    }

    private static String id(String what, HttpAnswer answer, String pointer) throws None {
        String id = isSuccess(answer) ? text(answer, pointer) : "";
        if (id.isEmpty()) {
            throw new None(what + " has no id at " + pointer + ": " + answer, List.of(answer.exchange()));
        }
        return id;
    }

    /** The text at a JSON pointer of an answer; empty where there is none. */
    static String text(HttpAnswer answer, String pointer) {
        try {
            return JSON.readTree(answer.body()).at(pointer).asText("");
        } catch (IOException e) {
            return "";
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.of("GET", route.bare().uri().resolve(path));
    }

    private HttpRequest filled(RequestTemplate template, String id) {
        String nonce = "seaworthy-" + Bench.hex(bench.random("belonging"), 6);
        return SignIn.filled(template.spec(), bench.targets(), Map.of("id", id, "nonce", nonce));
    }

    private static boolean isSuccess(HttpAnswer answer) {
        return answer.outcome().answered() && answer.status() / 100 == 2;
    }

    /**
     * What its owner was shown.
     *
     * @param bare the request for it, without a credential
     * @param toOwner the answer to its owner
     */
    record Shown(HttpRequest bare, HttpAnswer toOwner) {}

    /** There is nothing to try; the message says why. */
    static final class None extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Exchange> exchanges;

        None(String reason, List<Exchange> exchanges) {
            super(reason);
            this.exchanges = exchanges;
        }

        List<Exchange> exchanges() {
            return exchanges;
        }
    }

    private record MadeObject(Bench bench, HttpRequest removal) implements CleanUp.Made {
        @Override
        public CleanUp.Ended end(boolean look) throws InterruptedException {
            HttpAnswer answer = bench.wire().exchange(removal);
            boolean gone = isSuccess(answer) || answer.status() == 404 || answer.status() == 410;
            return new CleanUp.Ended(
                    "the object for the load",
                    gone,
                    "was asked to be removed: " + answer,
                    answer.outcome().answered(),
                    false,
                    List.of(answer.exchange()));
        }

        @Override
        public CompletableFuture<?> abandon() {
            return bench.wire().send(removal);
        }
    }
}
