package dev.seaworthy.cli;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks find on oidc-provider, as it comes. */
class OidcProviderIT {
    @TempDir
    private Path folder;

    @Test
    void is_judged_as_it_is_written_down() throws Exception {
        Path script = PeerProcesses.nodeScript(IdentityProviderCheck.SOURCES, "provider.js");
        int port = PeerProcesses.freePort();
        try (PeerProcesses peers = new PeerProcesses(folder)) {
            Map<String, String> variables =
                    Map.of("PORT", Integer.toString(port), "CLIENT_SECRET", IdentityProviderCheck.CLIENT_SECRET);
            peers.start(port, variables, "node", script.toString());
            IdentityProviderCheck.holds(folder, "provider", port);
        }
    }
}
