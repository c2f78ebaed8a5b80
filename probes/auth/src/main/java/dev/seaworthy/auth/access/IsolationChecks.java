package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/** Walls between users, and between users and administrators. */
final class IsolationChecks {
    private static final String OBJECT_LEVEL = "OWASP ASVS 5.0 8.2.2 and 8.4.1; OWASP WSTG-ATHZ-04 and WSTG-APIT-02";

    static final List<AuthCheck> ALL = List.of(
            ObjectCheck.betweenUsers(objects(), IsolationSteps::objects),
            ObjectCheck.betweenUsers(existence(), IsolationSteps::existence),
            ObjectCheck.betweenUsers(lists(), IsolationSteps::lists),
            ObjectCheck.betweenUsers(writes(), IsolationSteps::writes),
            ObjectCheck.betweenTenants(tenants(), IsolationSteps::objects),
            new AdminRefused(),
            ObjectCheck.betweenUsers(fields(), IsolationSteps::fields));

    private IsolationChecks() {}

    private static CheckCard objects() {
        return new CheckCard(
                        new Claim(
                                "auth.isolation.objects",
                                "A user cannot read an object of another user, even with its id",
                                Severity.HIGH,
                                OBJECT_LEVEL),
                        "With probes.auth.access.objects: two users make an object each and read their own; then the second"
                                + " reads the first one's, and the first one reads it again.",
                        "Own objects are shown; the other's is answered 403 or 404.",
                        "PASS: this object, of this kind, is hidden from this other user. Other kinds of objects need blocks of"
                                + " their own.",
                        "The second user is shown the first one's object: ids are all that keeps users apart.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/threads/ID-OF-ANOTHER-USER    # 404")
                .with(made(8, "two objects, removed again"));
    }

    private static CheckCard existence() {
        return new CheckCard(
                        new Claim(
                                "auth.isolation.existence",
                                "An object of another user is answered as one that does not exist",
                                Severity.LOW,
                                OBJECT_LEVEL),
                        "One user makes an object; another reads it, and an id of the same form that nobody was given.",
                        "Status and form of both answers are the same.",
                        "PASS: the answers do not tell which ids exist. Their duration is not compared.",
                        "One is answered 403 and the other 404: who guesses ids learns which are in use.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/threads/ID    # 404 for both")
                .with(made(5, "one object, removed again"));
    }

    private static CheckCard lists() {
        return new CheckCard(
                        new Claim(
                                "auth.isolation.lists",
                                "A list shows a user no object of another user",
                                Severity.HIGH,
                                OBJECT_LEVEL),
                        "One user makes an object and lists theirs; then another user lists theirs.",
                        "The first list holds the object's id, the second does not.",
                        "PASS: the first page of this list is the user's own. Pages behind it are not read.",
                        "The other user's list holds the id.",
                        "curl -H \"Authorization: Bearer $TOKEN\" https://HOST/api/threads    # only one's own")
                .with(made(4, "one object, removed again"));
    }

    private static CheckCard writes() {
        return new CheckCard(
                        new Claim(
                                "auth.isolation.writes",
                                "A user can neither change nor remove an object of another user",
                                Severity.HIGH,
                                OBJECT_LEVEL),
                        "One user makes an object and reads it; another sends the update and the removal that the contract"
                                + " names; its owner reads it again. Nothing is written to that this run did not make.",
                        "Both are answered 403 or 404, and the object is as it was.",
                        "PASS: this object withstands this other user.",
                        "A write is answered with success, or the object is changed or gone.",
                        "curl -i -X DELETE -H \"Authorization: Bearer $TOKEN\" https://HOST/api/threads/ID    # 404")
                .with(made(6, "one object, removed again"));
    }

    private static CheckCard tenants() {
        return new CheckCard(
                        new Claim(
                                "auth.isolation.tenants",
                                "A user of another tenant cannot read an object of this one, even with its id",
                                Severity.CRITICAL,
                                OBJECT_LEVEL),
                        "As auth.isolation.objects, with probes.auth.access.other-tenant as the second user.",
                        "Own objects are shown; the other tenant's is answered 403 or 404.",
                        "PASS: this object, of this kind, is hidden from this other tenant.",
                        "The other tenant is shown the object.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/threads/ID-OF-ANOTHER-TENANT    # 404")
                .with(made(9, "two objects, removed again"));
    }

    private static CheckCard fields() {
        return new CheckCard(
                        new Claim(
                                "auth.isolation.fields",
                                "A user cannot set the fields of an object that are the server's to set",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 8.2.3; OWASP API Security 2023 API3; OWASP WSTG-INPV-20"),
                        "A user makes an object as usual, and one with probes.auth.access.objects.protected-fields besides.",
                        "The second is refused, or made without taking these values over.",
                        "PASS: these fields are not taken from this request. Others are not tried.",
                        "The object carries a value that the user gave it (mass assignment).",
                        "curl -X POST -H \"Authorization: Bearer $TOKEN\" -d '{\"owner\": \"x\"}' https://HOST/api/threads")
                .with(made(6, "two objects, removed again"));
    }

    private static Footprint made(int requests, String leaves) {
        return new Footprint(SafetyClass.OWN_SESSIONS, requests, leaves);
    }
}
