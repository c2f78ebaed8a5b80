package dev.seaworthy.recording;

/** The directory of one run. */
public final class RunDirectory {
    private RunDirectory() {}
}
