package dev.seaworthy.ratelimit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.testkit.Trials;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Limits of all kinds at all distances, keyed and got around in all ways: what is said is true, and nothing is missed. */
class ScopeTrialsTest {
    private static final int TRIALS = Integer.getInteger("seaworthy.scope.trials", 150);

    @Test
    void tells_the_key_and_the_isolation_of_random_limits() {
        Trials.seeded(TRIALS, random -> {
            RandomLimit limit = RandomLimit.of(random);
            RandomFront front = RandomFront.of(random);
            Journal journal = journal(limit, front, random, session -> new KeyTrial(session, limit.known()).run());
            JsonNode json = KeyTrial.judge(journal, limit.known(), true).json();

            assertThat(json.at("/key/scope").asText())
                    .as("%s %s %s", limit, front, journal.stops())
                    .isEqualTo(front.scope());
            if (front.tellsUsersApart()) {
                assertThat(json.at("/isolation/pass").asBoolean())
                        .as("%s %s %s", limit, json, journal.stops())
                        .isTrue();
            }
        });
    }

    @Test
    void finds_all_ways_around_random_limits_and_no_others() {
        Trials.seeded(TRIALS, random -> {
            RandomLimit limit = RandomLimit.of(random);
            RandomFront front = RandomFront.of(random);
            Known known = limit.known();
            Journal journal =
                    journal(limit, front, random, session -> new BypassTrial(session, known, VirtualGate.USUAL).run());
            Map<String, String> expected = expected(front);
            Map<String, String> found = new TreeMap<>();
            for (JsonNode entry :
                    BypassTrial.judge(journal, known, VirtualGate.USUAL).json().get("bypass")) {
                String name = entry.get("variation").asText();
                String verdict = entry.get("verdict").asText();
                boolean none = "none".equals(expected.get(name)) && verdict.equals("NONE");
                found.put(name, none ? "none" : entry.get("bucket").asText() + " " + verdict);
            }

            assertThat(found).as("%s %s %s", limit, front, journal.stops()).isEqualTo(expected);
        });
    }

    @Test
    void finds_random_races_and_accuses_nobody_else() {
        Trials.seeded(TRIALS, random -> {
            RandomLimit limit = RandomLimit.of(random);
            RandomFront front = RandomFront.of(random);
            boolean racing = random.nextBoolean();
            VirtualGate gate = gate(limit, front, random);
            Session session = new Session(racing ? gate.racing() : gate, plan());
            new LeakTrial(session, limit.known(), false).run();
            JsonNode leak = LeakTrial.judge(session.journal(Map.of()), limit.known())
                    .json()
                    .get("leak");

            assertThat(leak.get("tries")).hasSize(leak.get("volley").asInt() > 100 ? 3 : 5);
            if (racing) {
                assertThat(leak.get("max").asInt()).as("%s %s", limit, leak).isPositive();
            } else {
                assertThat(leak.get("max").asInt()).as("%s %s", limit, leak).isZero();
            }
        });
    }

    private interface Trial {
        void on(Session session) throws InterruptedException;
    }

    private static Plan plan() {
        return new Plan(6000, Plan.LONGEST, 200, 16, 1, true);
    }

    private static Journal journal(RandomLimit limit, RandomFront front, Random random, Trial trial)
            throws InterruptedException {
        Session session = new Session(gate(limit, front, random), plan());
        trial.on(session);
        return session.journal(Map.of());
    }

    private static VirtualGate gate(RandomLimit limit, RandomFront front, Random random) {
        return new VirtualGate(
                        Instant.parse("2026-01-01T00:00:00Z").plusMillis(random.nextInt(1_000_000)),
                        front,
                        limit.limiters(),
                        limit.roundTrip(),
                        limit.roundTrip() * (random.nextBoolean() ? 0.02 : 0.15),
                        random.nextLong())
                .serving(front::serve);
    }

    private static Map<String, String> expected(RandomFront front) {
        Map<String, String> expected = new TreeMap<>();
        String own = front.key(VirtualGate.seen(Variation.CONTROL));
        for (Spellings.Spelling spelling : Spellings.of(VirtualGate.USUAL)) {
            VirtualGate.Sent first = VirtualGate.seen(spelling.at(0));
            String key = front.key(first);
            if (front.serve(first) != 200) {
                // Whether it is refused or not found, it is no way around.
                expected.put(spelling.name(), "none");
            } else if (own != null && own.equals(key)) {
                expected.put(spelling.name(), "SAME NONE");
            } else {
                Set<String> keys = new HashSet<>();
                for (int i = 0; i < 5; i++) {
                    String each = front.key(VirtualGate.seen(spelling.at(i)));
                    keys.add(each == null ? "none " + i : each);
                }
                expected.put(spelling.name(), keys.size() == 5 ? "OTHER UNLIMITED" : "OTHER SECOND_BUCKET");
            }
        }
        return expected;
    }
}
