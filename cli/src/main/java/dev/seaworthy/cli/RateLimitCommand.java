package dev.seaworthy.cli;

import dev.seaworthy.config.ContractComplaint;
import dev.seaworthy.config.ContractRefused;
import dev.seaworthy.config.RailRefusal;
import dev.seaworthy.ratelimit.Examined;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.verdict.LimitVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seaworthy rate-limit}: what the limiter is, and whether it does what it says. */
@Command(
        name = "rate-limit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Finds out from outside what limits a URL, or confirms what is declared: which kind of limiter, what it admits and",
            "how it recovers, with predictions made in advance and counted; whether its headers keep their promises; what it is",
            "keyed to, how one gets around it, and whether it leaks when many arrive at once. Or refuses to say, with what was",
            "refuted. Sends only what the plan says, on one key."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seaworthy rate-limit http://127.0.0.1:8080/api/search",
            "  seaworthy rate-limit https://api.staging.shop.example/search --header 'Authorization: Bearer $${env:TOKEN}' \\",
            "      --neighbour 'Authorization: Bearer $${env:OTHER_TOKEN}' --declared 100/60s --yes",
            "  seaworthy rate-limit http://127.0.0.1:8080/ --declared 20@10/s --json | jq .declared",
            "  seaworthy rate-limit ws://127.0.0.1:8080/ws --message '{\"type\":\"ping\"}' --refusal-body rate_limited",
            "  seaworthy rate-limit my-staging.yaml",
            "  seaworthy rate-limit --replay runs/20260101T120000Z-rate-limit-abcd/ratelimit-limit.jsonl",
            "",
            "Exit codes: 0 a limit was seen and everything that was tried holds, 1 something does not, 2 not proven, 3 error of",
            "configuration or harness, 4 refused by a safety rail, 130 interrupted."
        })
final class RateLimitCommand implements Callable<Integer> {
    private static final String AREA = "rate-limit";

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL|ENV.yaml",
            description =
                    "A URL (http, https, ws, wss), or an environment's contract with limits under probes.rate-limit.")
    private @Nullable String target;

    @Option(
            names = "--replay",
            paramLabel = "LOG",
            description = "Draws the verdict again from the log of an earlier run; sends nothing.")
    private @Nullable Path replay;

    @Mixin
    private RateLimitOptions limit = new RateLimitOptions();

    @Mixin
    private RunOptions options = new RunOptions();

    RateLimitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (replay != null) {
            return replayed(replay);
        }
        if (target == null) {
            throw new UsageComplaint("give a URL or a contract, or --replay LOG");
        }
        if (!options.faults().isEmpty()) {
            throw new UsageComplaint(
                    "--fault is for the embedded twin; start it with `seaworthy twin`, and give its URL");
        }
        boolean webSocket = target.matches("(?i)wss?://.*");
        LoadTarget parsed = LoadTarget.parse(webSocket ? "http" + target.substring("ws".length()) : target);
        return parsed instanceof LoadTarget.Url url ? url(url, webSocket) : contract((LoadTarget.Contract) parsed);
    }

    private int url(LoadTarget.Url url, boolean webSocket) {
        String again = AREA + " " + LoadRequestOptions.quoted(String.valueOf(target)) + limit.again();
        try {
            return run(again, ContractSource.ofText("the command line", limit.contract(url, webSocket), console));
        } catch (ContractRefused e) {
            throw new UsageComplaint(said(e.complaints()));
        } catch (RailRefusal e) {
            throw new Refusal(said(e.complaints()));
        }
    }

    private int contract(LoadTarget.Contract contract) {
        List<String> strange = limit.given();
        if (!strange.isEmpty()) {
            throw new UsageComplaint(strange.get(0)
                    + " is for a URL; a contract says under probes.rate-limit.limits what is" + " examined");
        }
        return run(AREA, ContractSource.of(contract.file(), List.of(), console));
    }

    private int run(String again, ContractSource source) {
        return new Launch(console, options, again).run(source, open -> {
            RunPlan plan = RunPlan.rateLimits(open);
            if (plan.checks().isEmpty()) {
                throw new UsageComplaint(source.name() + " has no limits under probes.rate-limit");
            }
            return plan;
        });
    }

    private static String said(List<ContractComplaint> complaints) {
        ContractComplaint first = complaints.get(0);
        return RateLimitOptions.said(first.key(), first.message());
    }

    private int replayed(Path log) {
        if (target != null) {
            throw new UsageComplaint("--replay sends nothing; leave out " + target);
        }
        try {
            Examined examined = Examined.of(Journal.read(Files.readAllLines(log)));
            LimitVerdict verdict = examined.verdict();
            console.result(options.json() ? verdict.json().toPrettyString() : verdict.text());
            return examined.enforced().equals("YES") ? ExitCode.READY : ExitCode.UNPROVEN;
        } catch (IOException e) {
            throw new UsageComplaint("--replay " + log + ": " + OneLine.of(e));
        } catch (IllegalArgumentException e) {
            throw new UsageComplaint("--replay " + log + ": " + e.getMessage());
        }
    }
}
