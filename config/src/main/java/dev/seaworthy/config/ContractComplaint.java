package dev.seaworthy.config;

/**
 * One thing that is wrong with a file that a user wrote: what, where, and how to mend it. Never holds a secret.
 *
 * @param file as the user named it
 * @param line counts from 1; 0 where the complaint is about the file as a whole
 * @param column counts from 1; 0 likewise
 * @param key the place in words of the file, e.g. {@code operations.profile.path}; empty for the file as a whole
 * @param message one line
 */
public record ContractComplaint(String file, int line, int column, String key, String message) {
    public ContractComplaint {
        message = message.replaceAll("\\s*\\R\\s*", " ");
    }

    /** The complaint in one line, in the form that editors can jump to. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line + ":" + column + ": " : file + ": ";
        return place + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
