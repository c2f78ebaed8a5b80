package dev.seaworthy.twin;

import java.io.IOException;

/** Something that the service cannot work without. Readiness exercises it for real. */
interface Dependency {
    String name();

    /**
     * Does a small piece of the dependency's own work and checks the result. Thread-safe; does not block.
     *
     * @throws IOException if it does not work
     */
    void exercise() throws IOException;
}
