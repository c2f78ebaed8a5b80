package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.CleanUp;
import dev.seaworthy.kernel.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The sign-in at the provider that the checks share: ended by RP-initiated logout, and asked for without a prompt after it. */
final class SignedIn implements CleanUp.Made {
    private final Provider provider;
    private final String user;

    SignedIn(Provider provider, String user) {
        this.provider = provider;
        this.user = user;
    }

    @Override
    public CleanUp.Ended end(boolean look) throws InterruptedException {
        List<Exchange> before = new ArrayList<>(provider.course().exchanges());
        try {
            String endpoint = provider.endpoint("end_session_endpoint");
            String hint = provider.lastIdToken();
            String query =
                    "client_id=" + TokenEndpoint.encoded(provider.client().clientId())
                            + (hint.isEmpty() ? "" : "&id_token_hint=" + TokenEndpoint.encoded(hint));
            Landing farewell = provider.agent()
                    .visit(provider.course(), provider.uri(endpoint + "?" + query), provider.account(), List.of());
            Landing silent = provider.authorize(provider.ask(provider.client()).with("prompt", "none"));
            boolean gone = silent instanceof Landing.Back back
                    && back.value("code").isEmpty()
                    && !back.value("error").isEmpty();
            String how = gone
                    ? "is over: without a prompt the provider asks for a login"
                    : "goes on: its logout ended with " + provider.described(farewell)
                            + ", and a code is given without a prompt";
            return ended(gone, how, !(silent instanceof Landing.Silence), before);
        } catch (Halt halt) {
            return ended(false, "stays: " + halt.finding().reason(), true, before);
        }
    }

    /** Does nothing: to end a sign-in takes several steps, for which there is no time any more. */
    @Override
    public CompletableFuture<?> abandon() {
        return CompletableFuture.completedFuture(null);
    }

    private CleanUp.Ended ended(boolean gone, String how, boolean answered, List<Exchange> before) {
        List<Exchange> mine = new ArrayList<>(provider.course().exchanges());
        mine.removeAll(before);
        return new CleanUp.Ended("the sign-in of " + user + " at the provider", gone, how, answered, true, mine);
    }
}
