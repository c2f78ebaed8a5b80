package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts, flips and garbage: what is read is what was written, and what is not read is named. */
class JournalDamageTest {
    private static final String JOURNAL = "injectors/1/latency.journal";

    @TempDir
    Path parent;

    private final List<String> written = new ArrayList<>();
    /** Where each record ends. */
    private final List<Integer> ends = new ArrayList<>();

    private Path journal = Path.of("unset");
    private byte[] intact = new byte[0];

    @BeforeEach
    void record_five_intervals() throws IOException {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), new SecretVault(), Samples.TIME);
        journal = run.path().resolve(JOURNAL);
        Random random = new Random(7);
        try (Journal recording = run.injector(1)) {
            for (int second = 0; second < 5; second++) {
                var interval = Samples.interval(random, "auth.login", second);
                recording.append("steady", List.of(interval));
                written.add(Samples.text(new RecordedInterval("steady", interval)));
                ends.add((int) Files.size(journal));
            }
            recording.seal();
        }
        intact = Files.readAllBytes(journal);
    }

    @Test
    void an_intact_journal_is_read_whole() {
        RecordedRun run = read(intact);
        assertThat(texts(run)).isEqualTo(written);
        assertThat(run.damages()).isEmpty();
    }

    @Test
    void a_journal_cut_at_any_byte_gives_every_record_before_the_cut() {
        for (int cut = 0; cut < ends.get(1); cut++) {
            int at = cut;
            long whole = ends.stream().filter(end -> end <= at).count();
            RecordedRun run = read(Arrays.copyOf(intact, cut));
            assertThat(texts(run)).as("cut at %d", cut).isEqualTo(written.subList(0, (int) whole));
            assertThat(run.damages()).as("cut at %d", cut).isNotEmpty();
        }
    }

    @Test
    void an_unsealed_journal_cut_between_records_is_only_unsealed() throws IOException {
        Files.delete(journal.resolveSibling("SEALED"));
        RecordedRun run = read(Arrays.copyOf(intact, ends.get(3)));
        assertThat(texts(run)).isEqualTo(written.subList(0, 4));
        assertThat(run.damages()).isEmpty();
        assertThat(run.injectors()).extracting(InjectorRecording::sealed).containsExactly(false);
    }

    @Test
    void a_flipped_bit_costs_one_record_and_is_named() {
        Random random = new Random(11);
        for (int trial = 0; trial < 120; trial++) {
            byte[] flipped = intact.clone();
            int at = random.nextInt(flipped.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            int hit = (int) ends.stream().filter(end -> end <= at).count();
            List<String> expected = new ArrayList<>(written);
            expected.remove(hit);
            RecordedRun run = read(flipped);
            assertThat(texts(run)).as("flip at %d", at).isEqualTo(expected);
            int begin = hit == 0 ? 0 : ends.get(hit - 1);
            assertThat(run.damages())
                    .as("flip at %d", at)
                    .anyMatch(damage -> damage.offset() == begin && damage.bytes() == ends.get(hit) - begin);
        }
    }

    @Test
    void cuts_and_flips_and_garbage_never_give_a_wrong_figure() {
        Random random = new Random(13);
        int accepted = 0;
        for (int trial = 0; trial < 120; trial++) {
            RecordedRun run = read(worsen(intact, random));
            List<String> read = texts(run);
            assertThat(written).as("trial %d", trial).containsAll(read);
            assertThat(read).as("trial %d", trial).doesNotHaveDuplicates();
            accepted += read.size();
            if (read.size() < written.size()) {
                assertThat(run.damages()).as("trial %d", trial).isNotEmpty();
            }
        }
        assertThat(accepted).as("the reader does salvage").isGreaterThan(120);
    }

    @Test
    void records_that_are_cut_out_or_doubled_are_named() {
        byte[] without =
                splice(Arrays.copyOf(intact, ends.get(0)), Arrays.copyOfRange(intact, ends.get(2), intact.length));
        RecordedRun run = read(without);
        assertThat(texts(run)).hasSize(3);
        assertThat(run.damages()).extracting(Damage::what).anyMatch(what -> what.startsWith("2 records are missing"));

        byte[] doubled =
                splice(Arrays.copyOf(intact, ends.get(2)), Arrays.copyOfRange(intact, ends.get(1), intact.length));
        run = read(doubled);
        assertThat(texts(run)).isEqualTo(written);
        assertThat(run.damages()).extracting(Damage::what).anyMatch(what -> what.contains("twice"));
    }

    @Test
    void a_record_of_a_later_version_is_named_and_passed_over() throws IOException {
        JournalRecord.Encoder encoder = new JournalRecord.Encoder();
        var frame = encoder.encode(new JournalRecord.Scheduled(5, "steady", "auth.login", 3));
        byte[] later = Arrays.copyOf(frame.array(), frame.size());
        later[JournalFrame.HEADER_BYTES] = 99;
        JournalFrame.seal(later, later.length);
        RecordedRun run = read(splice(intact, later));
        assertThat(texts(run)).isEqualTo(written);
        assertThat(run.damages()).extracting(Damage::what).anyMatch(what -> what.contains("kind 99 is unknown"));
    }

    @Test
    void a_seal_that_was_changed_is_no_seal() throws IOException {
        Path seal = journal.resolveSibling("SEALED");
        Files.writeString(seal, Files.readString(seal).replace("\"records\" : 5", "\"records\" : 4"));
        RecordedRun run = read(intact);
        assertThat(run.injectors()).extracting(InjectorRecording::sealed).containsExactly(false);
        assertThat(run.damages()).extracting(Damage::file).containsExactly("injectors/1/SEALED");
    }

    private static byte[] worsen(byte[] bytes, Random random) {
        byte[] worse = bytes.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            worse[random.nextInt(worse.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (random.nextBoolean()) {
            worse = Arrays.copyOf(worse, random.nextInt(worse.length));
        }
        if (random.nextBoolean()) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            int at = worse.length == 0 ? 0 : random.nextInt(worse.length);
            worse = splice(splice(Arrays.copyOf(worse, at), garbage), Arrays.copyOfRange(worse, at, worse.length));
        }
        return worse;
    }

    private static byte[] splice(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private RecordedRun read(byte[] content) {
        try {
            Files.write(journal, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return RunDirectory.open(parent.resolve("r1")).read();
    }

    private static List<String> texts(RecordedRun run) {
        return run.injectors().get(0).intervals().stream().map(Samples::text).toList();
    }
}
