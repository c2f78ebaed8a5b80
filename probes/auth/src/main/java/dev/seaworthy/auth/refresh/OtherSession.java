package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import org.jspecify.annotations.Nullable;

/**
 * A session of the second account that no check does harm to. That it can still be renewed is the last control of those
 * which find a refresh token refused; it goes on from one to the next. Used by one check at a time.
 */
final class OtherSession {
    private @Nullable Credential newest;

    /** That of this run. */
    static OtherSession of(Bench bench) {
        return bench.shared(OtherSession.class, OtherSession::new);
    }

    /** Its newest credential; the first who asks begins it. */
    Credential begun(Bench bench) throws CredentialRefused, InterruptedException {
        Credential known = newest;
        if (known != null) {
            return known;
        }
        Credential fresh = bench.obtain(1);
        newest = fresh;
        return fresh;
    }

    /** Renews it. Where that fails, the next who asks begins another. */
    SignIn.Attempt renew(Bench bench, Course course, Renewal renewal) throws CredentialRefused, InterruptedException {
        SignIn.Attempt attempt = renewal.renew(course, begun(bench));
        newest = attempt.credential().orElse(null);
        return attempt;
    }
}
