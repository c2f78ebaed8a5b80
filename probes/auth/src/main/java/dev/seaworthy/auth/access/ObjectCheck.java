package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.settings.AccessSettings.OwnedObjects;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import java.util.Optional;

/** A check on objects of two users: both exist, and whatever was made is removed, before there is a verdict. */
final class ObjectCheck implements AuthCheck {
    private final CheckCard card;
    private final Other other;
    private final Step step;

    private ObjectCheck(CheckCard card, Other other, Step step) {
        this.card = card;
        this.other = other;
        this.step = step;
    }

    /** With a second account of the same identity. */
    static ObjectCheck betweenUsers(CheckCard card, Step step) {
        return new ObjectCheck(card, Other.ACCOUNT, step);
    }

    /** With an identity of another tenant. */
    static ObjectCheck betweenTenants(CheckCard card, Step step) {
        return new ObjectCheck(card, Other.TENANT, step);
    }

    @Override
    public CheckCard card() {
        return card;
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<String> lacking = lacking(bench);
        if (lacking.isPresent()) {
            return Finding.skipped(claim, "not in the contract: " + lacking.get());
        }
        OwnedObjects objects = bench.settings().access().objects();
        if (objects == null) {
            return Finding.skipped(claim, "not in the contract: probes.auth.access.objects");
        }
        Course course = new Course(bench, claim);
        Credential owner = bench.standing(0);
        course.after(owner.exchanges());
        Credential stranger = stranger(bench);
        course.after(stranger.exchanges());
        ObjectKeeper keeper = new ObjectKeeper(bench, course, objects);
        Ruling ruling;
        try {
            ruling = step.run(new Scene(bench, course, objects, keeper, owner, stranger));
        } catch (ObjectKeeper.Unsettled unsettled) {
            ruling = Ruling.open(String.valueOf(unsettled.getMessage()));
        }
        int left = keeper.cleanUp();
        Finding finding = switch (ruling.kind) {
            case HOLDS -> course.pass(ruling.reason);
            case BROKEN -> course.fail(ruling.reason);
            case OPEN -> course.unproven(ruling.reason);
            case SKIPPED -> Finding.skipped(claim, ruling.reason);
        };
        return finding.with("objectsMade", keeper.made()).with("objectsLeftBehind", left);
    }

    private Optional<String> lacking(Bench bench) {
        if (bench.settings().access().objects() == null) {
            return Optional.of("probes.auth.access.objects");
        }
        if (other == Other.TENANT) {
            String tenant = bench.settings().access().otherTenant();
            return tenant == null || bench.identity(tenant) == null
                    ? Optional.of("probes.auth.access.other-tenant, an identity of another tenant")
                    : Optional.empty();
        }
        boolean two = bench.identity(bench.settings().identity()) instanceof Identity.Login login
                && login.accounts().size() > 1;
        return two
                ? Optional.empty()
                : Optional.of(
                        "a second account of identities." + bench.settings().identity());
    }

    private Credential stranger(Bench bench) throws CredentialRefused, InterruptedException {
        String tenant = bench.settings().access().otherTenant();
        return other == Other.TENANT && tenant != null ? bench.obtain(tenant, 0) : bench.standing(1);
    }

    private enum Other {
        ACCOUNT,
        TENANT
    }

    /** The part that differs from check to check. */
    @FunctionalInterface
    interface Step {
        Ruling run(Scene scene) throws ObjectKeeper.Unsettled, InterruptedException;
    }

    /** Who and what a step has. */
    record Scene(
            Bench bench,
            Course course,
            OwnedObjects objects,
            ObjectKeeper keeper,
            Credential owner,
            Credential stranger) {}

    /** What a step came to. */
    static final class Ruling {
        private final Kind kind;
        private final String reason;

        private Ruling(Kind kind, String reason) {
            this.kind = kind;
            this.reason = reason;
        }

        static Ruling holds(String reason) {
            return new Ruling(Kind.HOLDS, reason);
        }

        static Ruling broken(String reason) {
            return new Ruling(Kind.BROKEN, reason);
        }

        static Ruling open(String reason) {
            return new Ruling(Kind.OPEN, reason);
        }

        static Ruling skipped(String reason) {
            return new Ruling(Kind.SKIPPED, reason);
        }

        boolean holds() {
            return kind == Kind.HOLDS;
        }

        private enum Kind {
            HOLDS,
            BROKEN,
            OPEN,
            SKIPPED
        }
    }
}
