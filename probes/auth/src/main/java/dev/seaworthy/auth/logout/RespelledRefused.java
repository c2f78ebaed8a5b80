package dev.seaworthy.auth.logout;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Ending;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A revoked token stays revoked, however it is spelled. */
final class RespelledRefused implements AuthCheck {
    private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.logout.respelled",
                                "A token of a session that was logged out is refused in every other spelling, too",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 7.4.1; RFC 9110 section 11.1; RFC 7515 section 2"),
                        "A login, its token to a protected operation, the logout; then the token in the usual spelling, with the scheme in"
                                + " lower and in upper case, with two blanks, with = and == at its end, and, where it is a JSON Web Token,"
                                + " with another last character that decodes to the same signature; a live token as the control.",
                        "All are refused, the live one is accepted.",
                        "PASS: revocation looks at what the token says, not at how it is written.",
                        "One of the spellings is let in after the logout.",
                        "curl -i -H \"Authorization: bearer $TOKEN\" https://HOST/api/profile    # after its logout: 401")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 12, "one session of a test user, ended"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Ending> ending = Ending.of(bench);
        if (ending.isEmpty()) {
            return Ending.missing(bench, claim);
        }
        Credential session = bench.obtain(0);
        Course course = new Course(bench, claim).after(session.exchanges());
        Optional<Route> route = course.discriminating(session.token());
        if (route.isEmpty()) {
            return course.unproven("no route tells the token from no credential; the last: " + course.lastSummary());
        }
        HttpAnswer logout = course.send(ending.get().request(session));
        if (!ending.get().isDone(session, logout)) {
            return course.unproven("the logout did not succeed: " + course.lastSummary());
        }
        if (course.shown(route.get(), session.token()) != Reading.REFUSED) {
            return course.unproven("the logout did not end the token as it was: " + course.lastSummary()
                    + "; see auth.logout.revokes");
        }
        Map<String, String> spellings = spellings(session.token().reveal());
        for (Map.Entry<String, String> spelling : spellings.entrySet()) {
            bench.vault().keep(spelling.getValue().replaceFirst("^\\S+\\s+", ""));
            HttpAnswer answer = course.send(route.get().bare().header("Authorization", spelling.getValue()));
            Reading reading = route.get().read(answer, CredentialClass.TAMPERED);
            if (reading == Reading.ACCEPTED) {
                return course.fail(route.get() + " accepts the token after its logout, written " + spelling.getKey());
            }
            boolean turnedDown = answer.outcome().answered() && answer.status() == 400;
            if (reading != Reading.REFUSED && !turnedDown) {
                return course.unproven(route.get()
                        .doubt(CredentialClass.TAMPERED, "the token written " + spelling.getKey(), reading, answer));
            }
        }
        return course.shown(route.get(), bench.standing(1).token()) == Reading.ACCEPTED
                ? course.pass("0 of " + spellings.size() + " other spellings accepted after the logout")
                        .with("tried", spellings.size())
                : course.unproven(
                        "control lost: another session's token is not accepted either: " + course.lastSummary());
    }

    /** Other ways to write the same credential, by how they differ. */
    static Map<String, String> spellings(String token) {
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put("with the scheme in lower case", "bearer " + token);
        spellings.put("with the scheme in upper case", "BEARER " + token);
        spellings.put("with two blanks", "Bearer  " + token);
        spellings.put("with = at its end", "Bearer " + token + "=");
        spellings.put("with == at its end", "Bearer " + token + "==");
        CompactToken.parse(token)
                .flatMap(RespelledRefused::withOtherLastBits)
                .ifPresent(other -> spellings.put("with other unread bits at its end", "Bearer " + other));
        return spellings;
    }

    /** The last character of a base64url text whose bytes do not fill it has bits that a lenient reader ignores. */
    private static Optional<String> withOtherLastBits(CompactToken token) {
        String signature = token.signature();
        int unread = signature.length() % 4 == 2 ? 4 : signature.length() % 4 == 3 ? 2 : 0;
        int last = signature.isEmpty() ? -1 : BASE64URL.indexOf(signature.charAt(signature.length() - 1));
        if (unread == 0 || last < 0) {
            return Optional.empty();
        }
        String other = signature.substring(0, signature.length() - 1) + BASE64URL.charAt(last ^ 1);
        return Optional.of(new CompactToken(token.header(), token.payload(), other).text());
    }
}
