package dev.seaworthy.recording;

import java.nio.file.Path;

/** A folder is not a run directory: it has no readable {@code run.json}. The message is one line. */
public final class NotARun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotARun(Path folder, String why) {
        super(folder + " is not a run directory: " + why + "; name a folder that a run wrote, e.g. runs/<id>");
    }
}
