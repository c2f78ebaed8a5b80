package dev.seaworthy.ratelimit.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.identify.Identification;
import dev.seaworthy.ratelimit.identify.Inquiry;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Answer.Sign;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Transport;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.ratelimit.session.VirtualTarget;
import dev.seaworthy.testkit.Trials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Limiters that drop what is too much, in virtual time: they decide when a message comes, not when waiting for it ends. */
class SilenceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMillis(100);

    @Test
    void identifies_windows_behind_silence() {
        Trials.seeded(6, random -> {
            int quota = 5 + random.nextInt(10);
            int window = 2_000 + random.nextInt(3_000);

            JsonNode verdict = identified(Deciding.firstHitWindow(quota, window), random);

            assertThat(verdict.at("/model/class").asText()).isEqualTo("FWF");
            assertThat(verdict.at("/model/unexplained").asInt()).isZero();
            assertThat(verdict.at("/model/params/quota").asInt()).isEqualTo(quota);
            JsonNode range = verdict.at("/model/ranges/windowSeconds");
            assertThat(window / 1_000.0)
                    .isBetween(
                            0.98 * range.get(0).asDouble(), 1.02 * range.get(1).asDouble());
            assertThat(range.get(1).asDouble()).isLessThan(1.2 * range.get(0).asDouble());
        });
    }

    @Test
    void identifies_buckets_behind_silence() {
        Trials.seeded(6, random -> {
            int burst = 6 + random.nextInt(10);
            double rate = 1 + 2 * random.nextDouble();

            JsonNode verdict = identified(Deciding.cellRate(burst, rate), random);

            assertThat(verdict.at("/model/class").asText()).isEqualTo("TB");
            assertThat(verdict.at("/model/params/capacity").asInt()).isEqualTo(burst);
            assertThat(verdict.at("/model/unexplained").asInt()).isZero();
        });
    }

    private static JsonNode identified(Deciding limiter, Random random) throws InterruptedException {
        VirtualTarget target = new VirtualTarget(START, limiter, 0.004, 0.0005, random.nextLong());
        Identification done = new Inquiry(new Silent(target), Plan.usual(7).lasting(300)).run();
        return done.section().json();
    }

    /** Says nothing where the target refuses, and is listened to in vain for as long as patience lasts. */
    private record Silent(VirtualTarget target) implements Transport {
        @Override
        public List<Answer> volley(List<Variation> requests) {
            List<Answer> answers = target.volley(requests);
            if (answers.stream().noneMatch(Answer::refused)) {
                return answers;
            }
            target.rest(PATIENCE);
            return answers.stream()
                    .map(answer -> answer.admitted() ? answer : silence(answer))
                    .toList();
        }

        private Answer silence(Answer answer) {
            return new Answer(
                    answer.sentNanos(),
                    answer.sentNanos() + PATIENCE.toNanos(),
                    answer.outcome(),
                    Sign.SILENCE,
                    0,
                    answer.headers(),
                    0,
                    null);
        }

        @Override
        public void rest(Duration silence) {
            target.rest(silence);
        }

        @Override
        public TimeSource clock() {
            return target.clock();
        }
    }
}
