package dev.seaworthy.recording;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A recording could not be written or listed, e.g. because the disk is full. The message is one line. */
public final class RecordingFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordingFailure(String message) {
        super(message);
    }

    RecordingFailure(Path file, IOException cause) {
        super("cannot record to " + file + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "access denied; give this user the right to write there, or choose another --out";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "it exists already; a recording is never overwritten, choose another --out";
        }
        if (cause instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        String text = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
        return text.contains("No space left") ? text + "; free some space, or choose another --out" : text;
    }
}
