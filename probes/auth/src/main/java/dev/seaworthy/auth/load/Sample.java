package dev.seaworthy.auth.load;

import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.PreparedRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that is made before the load and sent again and again during it.
 *
 * @param ready the request, encoded
 * @param whose index of the account whose token it carries, or -1
 * @param endsAt when its token ends by itself, after which an answer says nothing of what else is wrong with it; null
 *     where that does not matter
 */
record Sample(PreparedRequest ready, int whose, @Nullable Instant endsAt) {
    HttpRequest request() {
        return ready.request();
    }

    boolean isStale(Instant now) {
        return endsAt != null && !now.isBefore(endsAt);
    }
}
