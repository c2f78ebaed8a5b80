package dev.seaworthy.twin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Small agents that really work on what they are given. Thread-safe. */
final class Agents {
    static final int LONGEST_MESSAGE = 8_000;
    private static final String CANNED = "Your request was analysed and completed successfully.";

    private final boolean canned;
    private final LongSupplier nanos;
    private final Map<String, Agent> agents = new LinkedHashMap<>();

    Agents(TwinSettings settings, LongSupplier nanos) {
        this.canned = settings.has(Fault.CANNED_AGENTS);
        this.nanos = nanos;
        add("reverse", "puts the words in reverse order", Agents::reversed);
        add("count", "counts words and characters", Agents::counted);
        add("sum", "adds up the whole numbers", Agents::summed);
    }

    List<Object> list() {
        return agents.values().stream()
                .map(agent -> (Object)
                        Json.object("name", agent.name, "status", "ready", "capabilities", List.of(agent.capability)))
                .toList();
    }

    /** Refuses what cannot be worked on: 404 for an unknown agent, 422 for a message that is too long. */
    void require(String name, String message) {
        if (!agents.containsKey(name)) {
            throw Refusal.of(404, "unknown_agent", "there is no agent of this name");
        }
        if (message.length() > LONGEST_MESSAGE) {
            throw Refusal.of(422, "too_long", "a message has at most " + LONGEST_MESSAGE + " characters");
        }
    }

    /** Does the work. The nonce, where there is one, ends up in the response's text. */
    Result execute(String name, String message, String nonce) {
        require(name, message);
        long before = nanos.getAsLong();
        Agent agent = agents.get(name);
        List<String> words = words(message);
        String response =
                agent == null || canned ? CANNED : agent.work.apply(words) + (nonce.isEmpty() ? "" : " #" + nonce);
        return new Result(response, (nanos.getAsLong() - before) / 1e6);
    }

    static List<String> words(String message) {
        return Arrays.stream(message.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private void add(String name, String capability, Function<List<String>, String> work) {
        agents.put(name, new Agent(name, capability, work));
    }

    private static String reversed(List<String> words) {
        List<String> turned = new ArrayList<>(words);
        Collections.reverse(turned);
        return String.join(" ", turned);
    }

    private static String counted(List<String> words) {
        int characters = words.stream().mapToInt(String::length).sum();
        return words.size() + " words, " + characters + " characters";
    }

    private static String summed(List<String> words) {
        long sum = words.stream()
                .filter(word -> word.matches("-?\\d{1,15}"))
                .mapToLong(Long::parseLong)
                .sum();
        return "the sum is " + sum;
    }

    private record Agent(String name, String capability, Function<List<String>, String> work) {}

    /**
     * What an agent made of a message.
     *
     * @param millis how long it took, measured
     */
    record Result(String response, double millis) {}
}
