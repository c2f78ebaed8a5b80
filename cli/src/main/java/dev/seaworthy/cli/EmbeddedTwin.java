package dev.seaworthy.cli;

import dev.seaworthy.kernel.Secret;
import dev.seaworthy.twin.Fault;
import dev.seaworthy.twin.Twin;
import dev.seaworthy.twin.TwinSettings;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The twin of this process: the target of a run that names no environment. Its secrets are drawn anew each time, unless
 * the process environment gives them.
 */
final class EmbeddedTwin implements AutoCloseable {
    static final String PASSWORD = "SEAWORTHY_TWIN_PASSWORD";
    static final String SIGNING_KEY = "SEAWORTHY_TWIN_SIGNING_KEY";
    private static final String WITHDRAWN_KEY = "SEAWORTHY_TWIN_WITHDRAWN_KEY";

    private final Twin twin;
    private final Map<String, String> secrets;

    private EmbeddedTwin(Twin twin, Map<String, String> secrets) {
        this.twin = twin;
        this.secrets = secrets;
    }

    /**
     * Starts a twin.
     *
     * @param port 0 for any free one
     * @param faults ids of faults
     * @throws UsageComplaint if a fault does not exist or the port is taken
     */
    static EmbeddedTwin start(int port, List<String> faults) {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put(PASSWORD, given(PASSWORD, 18));
        secrets.put(SIGNING_KEY, given(SIGNING_KEY, 36));
        secrets.put(WITHDRAWN_KEY, TwinSettings.WITHDRAWN_KEY);
        Map<String, String> accounts = new LinkedHashMap<>();
        TwinSettings defaults = TwinSettings.defaults();
        defaults.accounts().keySet().forEach(user -> accounts.put(user, secrets.get(PASSWORD)));
        try {
            Twin twin = Twin.start(defaults.withPort(port)
                    .withFaults(parse(faults))
                    .withAccounts(accounts)
                    .withSigningKey(Secret.of(secrets.get(SIGNING_KEY)).reveal()));
            return new EmbeddedTwin(twin, secrets);
        } catch (java.io.IOException e) {
            throw new UsageComplaint("the twin cannot listen on port " + port + ": " + OneLine.of(e)
                    + "; choose another with --port, or 0 for any free one");
        }
    }

    static Set<Fault> parse(List<String> ids) {
        Set<Fault> faults = new LinkedHashSet<>();
        for (String id : ids) {
            try {
                faults.add(Fault.of(id));
            } catch (IllegalArgumentException e) {
                throw new UsageComplaint(OneLine.of(new UsageComplaint(String.valueOf(e.getMessage())))
                        + "; `seaworthy twin --list` shows all");
            }
        }
        return faults;
    }

    Twin twin() {
        return twin;
    }

    /** What {@code twin.yaml} refers to as {@code ${env:..}}. */
    Map<String, String> secrets() {
        return secrets;
    }

    @Override
    public void close() {
        twin.close();
    }

    private static String given(String name, int randomBytes) {
        String value = System.getenv(name);
        if (value != null && !value.isEmpty()) {
            return value;
        }
        byte[] bytes = new byte[randomBytes];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
