package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.SchemaComposer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The published schema of the contract is the one by which contracts are read, with the settings of every probe. */
class PublishedSchemaTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PUBLISHED = ROOT.resolve("config/schema/environment-1.schema.json");

    /** Run with {@code -Dseaworthy.publish=true} after a change of settings. */
    @Test
    void is_composed_of_the_base_and_of_every_probe() throws IOException {
        ProbeCatalog catalog = ProbeCatalog.onClassPath();
        String composed = new SchemaComposer(catalog.factories()).text();
        if (Boolean.getBoolean("seaworthy.publish")) {
            Files.writeString(PUBLISHED, composed);
        }
        assertThat(catalog.ids()).isNotEmpty().allMatch(id -> composed.contains("\"probe-" + id + "\""));
        assertThat(Files.readString(PUBLISHED)).isEqualTo(composed);
    }
}
