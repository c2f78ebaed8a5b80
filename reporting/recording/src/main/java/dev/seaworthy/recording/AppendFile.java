package dev.seaworthy.recording;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that only grows. One record is one {@code write}, so that a killed process tears at most the last record.
 *
 * <p>A plain stream and not a {@code FileChannel}: a channel closes itself when its thread is interrupted, and then
 * everything after that would be lost. Not thread-safe.
 */
final class AppendFile implements AutoCloseable {
    private final Path path;
    private final FileOutputStream out;
    private boolean torn;

    /**
     * Opens for appending, creating the file if need be.
     *
     * @throws RecordingFailure if it cannot be opened
     */
    AppendFile(Path path) {
        this.path = path;
        try {
            this.torn = endsInsideLine(path);
            this.out = new FileOutputStream(path.toFile(), true);
        } catch (IOException e) {
            throw new RecordingFailure(path, e);
        }
    }

    /**
     * Appends bytes with one write.
     *
     * @throws RecordingFailure if not all of them could be written
     */
    void append(byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            torn = true;
            throw new RecordingFailure(path, e);
        }
    }

    /** Appends a line and its end; begins a new line first if the file ends inside one that was torn. */
    void appendLine(String line) {
        byte[] bytes = ((torn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8);
        append(bytes, bytes.length);
        torn = false;
    }

    /** Returns once everything is on the disk. */
    void sync() {
        try {
            out.getFD().sync();
        } catch (IOException e) {
            throw new RecordingFailure(path, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new RecordingFailure(path, e);
        }
    }

    private static boolean endsInsideLine(Path path) throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) == 0) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(file.length() - 1);
            return file.read() != '\n';
        }
    }
}
