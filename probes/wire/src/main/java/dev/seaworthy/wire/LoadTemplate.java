package dev.seaworthy.wire;

import org.jspecify.annotations.Nullable;

/**
 * A prepared request as the engine holds it.
 *
 * @param route where it goes
 * @param bytes the encoded request; null where there is an objection
 * @param objection why it cannot be sent, or null
 */
record LoadTemplate(
        HttpRequest request,
        LoadOptions options,
        Route route,
        @Nullable RequestBytes bytes,
        @Nullable String objection) implements PreparedRequest {}
