package dev.seaworthy.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of arrivals to be replayed: on each line the seconds after the start, a decimal number, not decreasing. Blank
 * lines and those that begin with {@code #} are passed over.
 */
final class ReplayFile {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final int NANO_DIGITS = 9;

    private ReplayFile() {}

    /** The file cannot be used; the message says where and why. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    static List<Duration> read(Path file) throws Unfit {
        List<Duration> offsets = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (!SECONDS.matcher(text).matches()) {
                throw new Unfit(file + ", line " + number + ": expected seconds after the start, e.g. 12.345");
            }
            Duration offset = offset(text);
            if (!offsets.isEmpty() && offset.compareTo(offsets.get(offsets.size() - 1)) < 0) {
                throw new Unfit(file + ", line " + number + ": goes back in time; sort the file");
            }
            offsets.add(offset);
        }
        if (offsets.isEmpty()) {
            throw new Unfit(file + " holds no arrival; expected on each line the seconds after the start");
        }
        return offsets;
    }

    private static List<String> lines(Path file) throws Unfit {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new Unfit("there is no file " + file + "; relative paths are relative to the contract");
        } catch (CharacterCodingException e) {
            throw new Unfit(file + " is no text file");
        } catch (IOException e) {
            throw new Unfit(file + " cannot be read: " + e.getMessage());
        }
    }

    private static Duration offset(String text) {
        int point = text.indexOf('.');
        long seconds = Long.parseLong(point < 0 ? text : text.substring(0, point));
        String fraction = point < 0 ? "" : text.substring(point + 1);
        long nanos = fraction.isEmpty() ? 0 : Long.parseLong(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
        return Duration.ofSeconds(seconds, nanos);
    }
}
