package dev.seaworthy.cli;

import dev.seaworthy.config.ContractRefused;
import dev.seaworthy.config.RailRefusal;
import dev.seaworthy.simulations.LoadPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seaworthy load}: load on a URL, or the load of a contract, without checks. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Loads a URL, or what a contract has under `load`, and says how it held: rates, percentiles with error bars,",
            "errors, and how well the injector itself kept time. Runs no checks."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seaworthy load http://127.0.0.1:8080/ --users 64 --for 10s",
            "  seaworthy load https://api.staging.shop.example/search?q={nonce} --rate 200 --for 2m --objective 'p99<250ms'",
            "  seaworthy load http://127.0.0.1:8080/ --ramp 10..2000 --for 1m --header 'X-Api-Key: $${env:KEY}'",
            "  seaworthy load my-staging.yaml",
            "  seaworthy load my-staging.yaml --operation http.profile --rate 50 --for 30s",
            "",
            "A name that looks like production is loaded through a contract that says who allows it.",
            "Exit codes: 0 held, 1 refuted, 2 not proven, 3 error of configuration or harness, 4 refused by a safety rail,",
            "130 interrupted (the run is sealed and reportable)."
        })
final class LoadCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "URL|ENV.yaml", description = "A URL, or an environment's contract.")
    private String target = "";

    @Mixin
    private LoadShapeOptions shape = new LoadShapeOptions();

    @Option(
            names = "--operation",
            paramLabel = "NAME",
            description = "With a contract: this operation alone, with the shape given here, e.g. http.profile.")
    private @Nullable String operation;

    @Mixin
    private LoadRequestOptions request = new LoadRequestOptions();

    @Mixin
    private LoadGoalOptions goals = new LoadGoalOptions();

    @Option(
            names = "--gatling-stats",
            paramLabel = "S",
            description =
                    "What Gatling's own statistics are told: off, sampled or full. Default: off; they cost as much "
                            + "as a small request.")
    private LoadPlan.GatlingStatistics statistics = LoadPlan.GatlingStatistics.OFF;

    @Mixin
    private RunOptions options = new RunOptions();

    LoadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        LoadTarget parsed = LoadTarget.parse(target);
        return parsed instanceof LoadTarget.Url url ? url(url) : contract((LoadTarget.Contract) parsed);
    }

    private int url(LoadTarget.Url url) {
        if (operation != null) {
            throw new UsageComplaint("--operation is for a contract; a URL says by itself what to send");
        }
        if (!options.faults().isEmpty()) {
            throw new UsageComplaint(
                    "--fault is for the embedded twin; start it with `seaworthy twin`, and load its URL");
        }
        LoadShapeOptions.Chosen load = shape.chosen(url.isHere());
        String text = new UrlContract(url, load, request, goals).text();
        String again =
                "load " + LoadRequestOptions.quoted(url.toString()) + shape.again() + request.again() + goals.again();
        try {
            return new Launch(console, options, again)
                    .run(
                            ContractSource.ofText("the command line", text, console),
                            open -> LoadPlanning.whole(open).telling(statistics));
        } catch (ContractRefused e) {
            throw new UsageComplaint(UrlContract.said(e.complaints()));
        } catch (RailRefusal e) {
            throw new Refusal(UrlContract.said(e.complaints()));
        }
    }

    private int contract(LoadTarget.Contract contract) {
        List<String> strange = new ArrayList<>(request.given());
        if (operation == null) {
            strange.addAll(0, goals.given());
            strange.addAll(0, shape.given());
        }
        if (!strange.isEmpty()) {
            throw new UsageComplaint(strange.get(0)
                    + (request.given().contains(strange.get(0))
                            ? " is for a URL; a contract says by itself what to send"
                            : " needs --operation NAME with a contract; or change the phases and objectives in "
                                    + contract.file()));
        }
        String name = operation;
        String again = "load" + (name == null ? "" : " --operation " + name + shape.again()) + goals.again();
        return new Launch(console, options, again)
                .run(
                        ContractSource.of(contract.file(), options.faults(), console),
                        open -> planned(open, name).telling(statistics));
    }

    private RunPlan planned(OpenEnvironment open, @Nullable String name) {
        return name == null
                ? LoadPlanning.phases(open, shape.warmUp(), goals.errorRatio())
                : LoadPlanning.operation(open, name, shape.chosen(Locality.isHere(open.environment())), goals);
    }
}
