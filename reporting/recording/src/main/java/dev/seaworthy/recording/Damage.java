package dev.seaworthy.recording;

/**
 * Something that could not be read. Whatever rests on it is unproven.
 *
 * @param file relative to the run directory
 * @param offset byte at which the damage begins
 * @param bytes how many bytes were passed over
 * @param what in one line, e.g. {@code checksum does not match}
 */
public record Damage(String file, long offset, long bytes, String what) {}
