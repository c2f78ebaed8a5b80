package dev.seaworthy.recording;

import java.util.List;

/** Something was about to be written that contains a secret; nothing was. Names the file and the secret's label only. */
public final class SecretLeak extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretLeak(String file, List<String> labels) {
        super("refused to write " + String.join(", ", labels) + " to " + file
                + ": a secret reached the recording unredacted, which is a fault of the harness");
    }
}
