package dev.seaworthy.auth.settings;

import dev.seaworthy.kernel.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The OpenID provider: {@code probes.auth.oidc}. Addresses that begin with a slash are below the target {@code auth}.
 *
 * @param issuer the issuer, as it must be named byte for byte
 * @param clientId a client that is registered for tests
 * @param clientSecret its secret; null for a public client
 * @param redirectUri its registered redirect URI, which is never requested; null where no code flow is to be tried
 * @param scope what is asked for; {@code openid} unless given
 * @param pkce whether every authorization request needs a challenge; it does unless told otherwise
 * @param otherClient a second registered client, which must not trade the first one's codes; or null
 * @param endpointHosts hosts besides the issuer's that its endpoints may be on
 * @param racers how many simultaneous trades of one code are tried; twelve unless given
 * @param form how a login form is recognised
 * @param application an application whose users sign in at this provider; or null
 * @param external a sign-in at a provider that is not ours to test; or null
 */
public record OidcSettings(
        String issuer,
        @Nullable String clientId,
        @Nullable Secret clientSecret,
        @Nullable String redirectUri,
        String scope,
        Pkce pkce,
        @Nullable Client otherClient,
        List<String> endpointHosts,
        Integer racers,
        Form form,
        @Nullable Application application,
        @Nullable External external) {
    private static final int USUAL_RACERS = 12;

    public OidcSettings(
            String issuer,
            @Nullable String clientId,
            @Nullable Secret clientSecret,
            @Nullable String redirectUri,
            @Nullable String scope,
            @Nullable Pkce pkce,
            @Nullable Client otherClient,
            @Nullable List<String> endpointHosts,
            @Nullable Integer racers,
            @Nullable Form form,
            @Nullable Application application,
            @Nullable External external) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.redirectUri = redirectUri;
        this.scope = scope == null ? "openid" : scope;
        this.pkce = pkce == null ? Pkce.REQUIRED : pkce;
        this.otherClient = otherClient;
        this.endpointHosts = endpointHosts == null ? List.of() : List.copyOf(endpointHosts);
        this.racers = racers == null ? USUAL_RACERS : racers;
        this.form = form == null ? new Form(null, null) : form;
        this.application = application;
        this.external = external;
    }

    /** Whether a challenge is obligatory. */
    public enum Pkce {
        REQUIRED,
        OPTIONAL
    }

    /** A registered client; a null secret makes it a public one. */
    public record Client(String clientId, @Nullable Secret clientSecret, String redirectUri) {}

    /**
     * What the fields of a login form are called.
     *
     * @param user names of the field for the account, the first that is there counts
     * @param password names of the field for the password
     */
    public record Form(List<String> user, List<String> password) {
        public Form(@Nullable List<String> user, @Nullable List<String> password) {
            this.user =
                    user == null || user.isEmpty() ? List.of("username", "email", "login", "user") : List.copyOf(user);
            this.password =
                    password == null || password.isEmpty() ? List.of("password", "pass") : List.copyOf(password);
        }
    }

    /**
     * A relying party.
     *
     * @param start the address that sends a user to the provider
     */
    public record Application(String start) {}

    /**
     * A provider of somebody else: where our users are sent is looked at, and nothing is sent there.
     *
     * @param start the address of ours that sends a user there
     * @param authorize the authorization endpoint that they must be sent to
     * @param clientId which client we are there
     */
    public record External(String start, String authorize, String clientId) {}
}
