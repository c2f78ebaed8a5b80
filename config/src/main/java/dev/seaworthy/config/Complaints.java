package dev.seaworthy.config;

import dev.seaworthy.kernel.SecretVault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one document, so that a user hears of all of it at once. Not thread-safe. */
final class Complaints {
    /** Beyond this many, more of the same only hides the first. */
    static final int MOST = 20;

    private final YamlDocument document;
    private final SecretVault vault;
    private final List<ContractComplaint> found = new ArrayList<>();
    private final List<ContractComplaint> railed = new ArrayList<>();

    Complaints(YamlDocument document, SecretVault vault) {
        this.document = document;
        this.vault = vault;
    }

    /** Complains about a value, unless something was said about it before. */
    void about(Pointer value, String message) {
        add(found, complaint(value, document.valueAt(value), message));
    }

    /** Complains about a key itself rather than its value. */
    void aboutKey(Pointer key, String message) {
        add(found, complaint(key, document.keyAt(key), message));
    }

    /** Complains that a safety rail stands against a value. */
    void rail(Pointer value, String message) {
        add(railed, complaint(value, document.valueAt(value), message));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Whether something was said about this place, or about a place within it. */
    boolean mention(Pointer place) {
        return found.stream().anyMatch(complaint -> complaint.key().startsWith(place.words()));
    }

    /** Throws what was found: what is malformed first, and rails only on a contract that is sound otherwise. */
    void refuseIfAny() {
        if (!found.isEmpty()) {
            throw new ContractRefused(inOrder(found));
        }
        if (!railed.isEmpty()) {
            throw new RailRefusal(inOrder(railed));
        }
    }

    private ContractComplaint complaint(Pointer place, YamlDocument.Position position, String message) {
        return new ContractComplaint(
                document.file(),
                position.line(),
                position.column(),
                vault.redact(place.words()),
                vault.redact(message));
    }

    private static void add(List<ContractComplaint> list, ContractComplaint complaint) {
        if (list.stream().noneMatch(known -> known.key().equals(complaint.key()))) {
            list.add(complaint);
        }
    }

    private static List<ContractComplaint> inOrder(List<ContractComplaint> complaints) {
        return complaints.stream()
                .sorted(Comparator.comparingInt(ContractComplaint::line).thenComparingInt(ContractComplaint::column))
                .limit(MOST)
                .toList();
    }
}
