package dev.seaworthy.recording;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Files that are there whole or not at all: written beside their place, synced, moved into it, the folder synced. */
final class WholeFile {
    private static final boolean FOLDERS_SYNC =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private WholeFile() {}

    /**
     * Writes a file that is never seen half-written.
     *
     * @throws RecordingFailure if it cannot be written
     */
    static void write(Path path, String text) {
        Path beside = path.resolveSibling("." + path.getFileName() + ".part");
        try {
            try (FileOutputStream out = new FileOutputStream(beside.toFile())) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(Objects.requireNonNull(path.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw new RecordingFailure(path, e);
        }
    }

    /** Makes a new entry of a folder survive a power cut. */
    static void syncFolder(Path folder) throws IOException {
        if (!FOLDERS_SYNC) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            interrupted |= Thread.interrupted();
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
                break;
            } catch (ClosedByInterruptException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
