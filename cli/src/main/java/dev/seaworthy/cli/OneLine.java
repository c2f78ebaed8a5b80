package dev.seaworthy.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns a failure into the one line that a user reads. */
final class OneLine {
    private OneLine() {}

    /** The message if it says something, else the kind of failure; never more than one line. */
    static String of(Throwable failure) {
        if (failure instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
            return of(wrapped.getCause());
        }
        if (failure instanceof FileSystemException refused && refused.getFile() != null) {
            String file = refused.getOtherFile() == null ? refused.getFile() : refused.getOtherFile();
            return ("cannot use " + file + ": " + reason(refused)).replaceAll("\\s*[\\r\\n]+\\s*", "; ");
        }
        String message = failure.getMessage();
        String text = message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : isOurs(failure) ? message : failure.getClass().getSimpleName() + ": " + message;
        return text.replaceAll("\\s*[\\r\\n]+\\s*", "; ").strip();
    }

    private static String reason(FileSystemException refused) {
        if (refused instanceof AccessDeniedException) {
            return "access denied";
        }
        if (refused instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        return refused.getReason() == null ? refused.getClass().getSimpleName() : refused.getReason();
    }

    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith("dev.seaworthy.");
    }
}
