package dev.seaworthy.config;

import dev.seaworthy.kernel.Nearest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fetches the text of a file that a user named, or says why that cannot be done and which file may be meant. */
final class ContractFile {
    private static final long LARGEST_BYTES = 1_000_000;
    private static final String YAML = ".*\\.ya?ml";

    private final Path path;
    private final Path usualFolder;

    /**
     * A file to read.
     *
     * @param usualFolder where such files usually are, e.g. {@code config/environments}
     */
    ContractFile(Path path, Path usualFolder) {
        this.path = path;
        this.usualFolder = usualFolder;
    }

    /**
     * The file's text.
     *
     * @throws ContractRefused if it cannot be had
     */
    String text() {
        if (Files.isDirectory(path)) {
            throw refusal("this is a directory; name one of its files" + listed(yamlFiles(path)));
        }
        if (!Files.exists(path)) {
            throw refusal(missing());
        }
        try {
            if (Files.size(path) > LARGEST_BYTES) {
                throw refusal("this file has more than 1 MB; is it the right one?");
            }
            byte[] bytes = Files.readAllBytes(path);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw refusal("this is not YAML: it is not UTF-8 text");
        } catch (AccessDeniedException e) {
            throw refusal("no permission to read this file");
        } catch (IOException e) {
            throw refusal("this file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private String missing() {
        Path parent = path.toAbsolutePath().getParent();
        List<Path> beside = parent == null ? List.of() : yamlFiles(parent);
        Path folder = beside.isEmpty() ? usualFolder : path.resolveSibling("");
        List<Path> there = beside.isEmpty() ? yamlFiles(usualFolder) : beside;
        List<String> names =
                there.stream().map(file -> file.getFileName().toString()).toList();
        Path name = path.getFileName();
        String near = Nearest.to(name == null ? "" : name.toString(), names)
                .map(file -> "; did you mean \"" + folder.resolve(file) + "\"?")
                .orElse("");
        return "no such file" + near + listed(there);
    }

    private static String listed(List<Path> files) {
        return files.isEmpty()
                ? ""
                : files.stream()
                        .map(file -> file.getFileName().toString())
                        .limit(12)
                        .collect(Collectors.joining(", ", " (there: ", ")"));
    }

    private static List<Path> yamlFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(YAML))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            // The suggestion is a courtesy: a folder that cannot be listed suggests nothing.
            return List.of();
        }
    }

    private ContractRefused refusal(String message) {
        return new ContractRefused(List.of(new ContractComplaint(path.toString(), 0, 0, "", message)));
    }
}
