package dev.seaworthy.cli;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code seaworthy explain}: what a check sends, expects and proves, and how to repeat it by hand. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says what a check sends, expects and proves; its source; and how to run it by hand.",
        footerHeading = "%nExamples:%n",
        footer = {"  seaworthy explain                       lists every check", "  seaworthy explain ws.handshake"})
final class ExplainCommand implements Runnable {
    private static final int WIDTH = 100;

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CHECK-ID",
            description = "The check; without it, all are listed.")
    private @Nullable String checkId;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        ProbeCatalog catalog = ProbeCatalog.onClassPath();
        if (checkId == null) {
            console.result(list(catalog));
            return;
        }
        Optional<CheckCard> card = catalog.card(checkId);
        if (card.isEmpty()) {
            List<String> ids = catalog.cards().stream().map(CheckCard::id).toList();
            throw new UsageComplaint("there is no check \"" + checkId + "\""
                    + Nearest.hint(checkId, ids)
                    + " (`seaworthy explain` lists all)");
        }
        console.result(text(card.get()));
    }

    private static String list(ProbeCatalog catalog) {
        StringBuilder text = new StringBuilder();
        for (ProbeFactory<?> factory : catalog.factories()) {
            text.append(factory.id()).append(": ").append(factory.concern()).append('\n');
            for (CheckCard card : factory.catalogue()) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-34s %-8s %s%n",
                        card.id(),
                        card.claim().severity().name().toLowerCase(Locale.ROOT),
                        card.claim().sentence()));
            }
            text.append('\n');
        }
        return text.toString().stripTrailing();
    }

    private static String text(CheckCard card) {
        return card.id() + " (" + card.claim().severity().name().toLowerCase(Locale.ROOT) + ")\n"
                + paragraph("Claim", card.claim().sentence())
                + paragraph("Source", card.claim().source())
                + paragraph("Sends", card.sends())
                + paragraph("Expects", card.expects())
                + paragraph("Proves", card.proves())
                + paragraph("Refuted by", card.falsifier())
                + paragraph("Safety", Footprints.sentence(card.footprint()))
                + "\nBy hand\n  " + card.byHand().strip().replace("\n", "\n  ")
                + "\n\nAgain\n  ./seaworthy check ENV.yaml " + card.id();
    }

    private static String paragraph(String title, String text) {
        StringBuilder wrapped = new StringBuilder("\n" + title + "\n ");
        int column = 1;
        for (String word : text.strip().split("\\s+")) {
            if (column + word.length() + 1 > WIDTH) {
                wrapped.append("\n ");
                column = 1;
            }
            wrapped.append(' ').append(word);
            column += word.length() + 1;
        }
        return wrapped.append('\n').toString();
    }
}
