package dev.seaworthy.auth.load;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What only its owner sees in an answer, for each account. Immutable. */
final class Canaries {
    static final int NOBODY = -1;

    private final List<byte[]> values;

    /** Canaries in the order of the accounts; none is empty. */
    Canaries(List<String> values) {
        this.values = values.stream()
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    int size() {
        return values.size();
    }

    /** Whether the text holds the canary of this account. */
    boolean holds(byte[] text, int account) {
        return contains(text, values.get(account));
    }

    /** The first other account whose canary the text holds; {@link #NOBODY} if there is none. */
    int strangerIn(byte[] text, int account) {
        for (int other = 0; other < values.size(); other++) {
            if (other != account && contains(text, values.get(other))) {
                return other;
            }
        }
        return NOBODY;
    }

    private static boolean contains(byte[] text, byte[] sought) {
        for (int from = 0; from <= text.length - sought.length; from++) {
            int i = 0;
            while (i < sought.length && text[from + i] == sought[i]) {
                i++;
            }
            if (i == sought.length) {
                return true;
            }
        }
        return false;
    }
}
