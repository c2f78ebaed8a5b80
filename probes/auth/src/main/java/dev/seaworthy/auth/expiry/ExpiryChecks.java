package dev.seaworthy.auth.expiry;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** The checks of clocks and ends, in report order. */
public final class ExpiryChecks {
    public static final List<AuthCheck> ALL =
            List.of(new ClocksAgree(), new LeewayMeasured(), new RoutesAgree(), new NotBeforeKept());

    private ExpiryChecks() {}
}
