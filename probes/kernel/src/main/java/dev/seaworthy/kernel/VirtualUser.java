package dev.seaworthy.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One simulated user: its number, and what its operations keep between steps (a credential, an open socket).
 *
 * <p>Confined to the user's event loop; not thread-safe.
 */
public final class VirtualUser {
    private final long number;
    private final Map<Class<?>, Object> state = new HashMap<>();
    private final List<Runnable> farewells = new ArrayList<>();

    public VirtualUser(long number) {
        this.number = number;
    }

    /** Counts the users of one run from 0. */
    public long number() {
        return number;
    }

    /** What was kept under this type, or null. */
    public <T> @Nullable T recall(Class<T> type) {
        return type.cast(state.get(type));
    }

    /** Keeps {@code value} under {@code type}, or forgets it when null. */
    public <T> void keep(Class<T> type, @Nullable T value) {
        if (value == null) {
            state.remove(type);
        } else {
            state.put(type, value);
        }
    }

    /** Runs {@code farewell} when the user leaves, last added first. It must not block. */
    public void onLeave(Runnable farewell) {
        farewells.add(0, farewell);
    }

    /** Ends the user: every farewell runs, even if an earlier one throws; the first failure is thrown at the end. */
    public void leave() {
        List<Runnable> all = List.copyOf(farewells);
        farewells.clear();
        state.clear();
        RuntimeException failure = null;
        for (Runnable farewell : all) {
            try {
                farewell.run();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
