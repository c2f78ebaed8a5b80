package dev.seaworthy.ratelimit.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a limiter counts by, with what it is mistaken about, and the service behind it; drawn at random. */
final class RandomFront implements VirtualGate.Keying {
    private enum By {
        TOKEN,
        IP,
        TOKEN_AND_IP,
        GLOBAL
    }

    private enum Flaw {
        TRUSTS_FORWARDED,
        TRUSTS_REAL_IP,
        RAW_PATH,
        WHOLE_TARGET,
        METHOD,
        RAW_AUTHORIZATION,
        NOBODY_IS_FREE,
        OLD_IS_FREE,
        HOST
    }

    private final By by;
    private final List<Flaw> flaws = new ArrayList<>();
    private final boolean lenient;

    private RandomFront(By by, boolean lenient) {
        this.by = by;
        this.lenient = lenient;
    }

    static RandomFront of(Random random) {
        RandomFront front = new RandomFront(By.values()[random.nextInt(By.values().length)], random.nextBoolean());
        for (Flaw flaw : Flaw.values()) {
            if (random.nextInt(5) == 0) {
                front.flaws.add(flaw);
            }
        }
        return front;
    }

    String scope() {
        return by.name();
    }

    boolean tellsUsersApart() {
        return by == By.TOKEN || by == By.TOKEN_AND_IP;
    }

    @Override
    public @Nullable String key(VirtualGate.Sent sent) {
        if (flaws.contains(Flaw.NOBODY_IS_FREE) && sent.authorization() == null
                || flaws.contains(Flaw.OLD_IS_FREE) && sent.http10()) {
            return null;
        }
        String token = flaws.contains(Flaw.RAW_AUTHORIZATION) ? sent.authorization() : sent.token();
        String address = flaws.contains(Flaw.TRUSTS_FORWARDED) ? first(sent, "X-Forwarded-For") : sent.address();
        if (flaws.contains(Flaw.TRUSTS_REAL_IP) && !sent.header("X-Real-IP").isEmpty()) {
            address = sent.header("X-Real-IP");
        }
        String key = switch (by) {
            case TOKEN -> token;
            case IP -> address;
            case TOKEN_AND_IP -> token + "@" + address;
            case GLOBAL -> "all";
        };
        key += flaws.contains(Flaw.RAW_PATH) ? " " + sent.path() : "";
        key += flaws.contains(Flaw.WHOLE_TARGET) ? " " + sent.target() : "";
        key += flaws.contains(Flaw.METHOD) ? " " + sent.method() : "";
        return key + (flaws.contains(Flaw.HOST) ? " " + sent.header("Host") : "");
    }

    private static String first(VirtualGate.Sent sent, String field) {
        return sent.header(field).isEmpty() ? sent.address() : sent.header(field);
    }

    int serve(VirtualGate.Sent sent) {
        return lenient ? VirtualGate.leniently(sent) : VirtualGate.strictly(sent);
    }

    @Override
    public String toString() {
        return "by " + by + (lenient ? ", lenient" : ", strict") + " " + flaws;
    }
}
