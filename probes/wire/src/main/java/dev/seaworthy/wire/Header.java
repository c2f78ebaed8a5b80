package dev.seaworthy.wire;

/**
 * One header field as it was, or will be, on the wire.
 *
 * @param name in the case in which it was written
 * @param value without surrounding white space
 */
public record Header(String name, String value) {
    /** Without the value, which may be a credential. */
    @Override
    public String toString() {
        return name + ": <length " + value.length() + ">";
    }
}
