package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.config.SecretSource.SecretMissing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineSecretsTest {
    private final SecretSource source = SecretSource.withOverrides(Map.of("NAME", "value", "EMPTY", ""));
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void finds_a_variable_among_the_overrides_and_then_in_the_process() throws SecretMissing {
        assertThat(fetch("${env:NAME}")).isEqualTo("value");
        assertThat(fetch("${env:PATH}")).isEqualTo(System.getenv("PATH"));
    }

    @Test
    void reads_a_file_and_drops_the_white_space_around_its_content() throws SecretMissing, IOException {
        Path file = Files.writeString(folder.resolve("token"), " a token \n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(fetch("${file:" + file + "}")).isEqualTo("a token");
        assertThat(warnings).isEmpty();
    }

    @Test
    void warns_of_a_file_that_others_can_read() throws SecretMissing, IOException {
        Path file = Files.writeString(folder.resolve("token"), "a token");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(fetch("${file:" + file + "}")).isEqualTo("a token");
        assertThat(warnings).containsExactly("the secret's file " + file + " can be read by others; chmod 600 " + file);
    }

    @Test
    void runs_a_command_without_a_shell() throws SecretMissing {
        assertThat(fetch("${cmd:echo two  words $HOME}")).isEqualTo("two words $HOME");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${env:NOT_SET_ANYWHERE}  | the environment variable NOT_SET_ANYWHERE is not set",
                "${env:EMPTY}             | the secret ${env:EMPTY} is empty",
                "${file:/}                | the secret's file / is a directory",
                "${file:/nonexistent}     | the secret's file /nonexistent does not exist",
                "${cmd:/nonexistent}      | the secret's command /nonexistent cannot be started",
                "${cmd:false}             | the secret's command false ended with exit code 1",
                "${cmd:true}              | the secret ${cmd:true} is empty",
                "${cmd:head -c 99999 /dev/zero} | the output of the secret's command head is longer than 65536 bytes",
                "${cmd:head -c 9 /dev/urandom -c 99 /bin/sh} | the output of the secret's command head is not UTF-8 text",
            })
    void says_what_is_missing(String reference, String message) {
        assertThatThrownBy(() -> fetch(reference))
                .isInstanceOf(SecretMissing.class)
                .hasMessageContaining(message);
    }

    private String fetch(String text) throws SecretMissing {
        return source.fetch(SecretReference.parse(text).orElseThrow(), warnings::add);
    }
}
