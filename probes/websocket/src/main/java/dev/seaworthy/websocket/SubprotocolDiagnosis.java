package dev.seaworthy.websocket;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an answer did with the offered subprotocols, and what is likely to be behind it.
 *
 * @param cause the kind of violation; {@link Cause#NONE} for none
 * @param observation what was seen, in one clause without secrets
 */
record SubprotocolDiagnosis(Cause cause, String observation) {
    /** Kinds of violations, with the likely cause and the clients that fail. */
    enum Cause {
        NONE("", "", ""),
        ABSENT(
                "P1",
                "the server has no subprotocol logic, or selects none of these, or a proxy removed the header",
                "offered-absent"),
        UNSOLICITED("P2", "the server sends a fixed name, whatever is offered", "none-offered-present"),
        CREDENTIAL("P3", "the server echoes an offered item that carries the credential", "clean"),
        OTHER_OFFERED("P3", "the server echoes an offered item instead of the application's name", "clean"),
        NOT_OFFERED("P4", "the server answers with a hard-coded or transformed name", "offered-unknown"),
        CASE("P4", "the server changes the case of the name", "offered-case-differs"),
        LIST("P5", "the server copies the request's header as a whole", "offered-list"),
        TWICE("P6", "two layers, e.g. framework and application, each add the header", "offered-twice"),
        EMPTY("P7", "the server sends the header without a value", "offered-empty");

        private final String id;
        private final String likely;
        private final String matrixRow;

        Cause(String id, String likely, String matrixRow) {
            this.id = id;
            this.likely = likely;
            this.matrixRow = matrixRow;
        }

        /** Its id in the taxonomy, e.g. {@code P1}. */
        String id() {
            return id;
        }

        /** The likely cause: an inference, not an observation. */
        String likely() {
            return likely;
        }

        /** The row of {@link ClientMatrix} that says who fails. */
        String matrixRow() {
            return matrixRow;
        }
    }

    boolean violates() {
        return cause != Cause.NONE;
    }

    /**
     * Diagnoses one answer.
     *
     * @param offered in the order of the request
     * @param values one entry per {@code Sec-WebSocket-Protocol} field of the answer
     * @param expected the application's name, or empty where the contract names none
     * @param credential the offered item that carries the credential or its stand-in, or empty
     */
    static SubprotocolDiagnosis of(
            List<String> offered, List<String> values, Optional<String> expected, Optional<String> credential) {
        if (values.isEmpty()) {
            return expected.isPresent() && offered.contains(expected.get())
                    ? new SubprotocolDiagnosis(
                            Cause.ABSENT, "nothing was selected although " + expected.get() + " was offered")
                    : clean("nothing was selected, as is allowed");
        }
        if (values.size() > 1) {
            return new SubprotocolDiagnosis(Cause.TWICE, "the header came " + values.size() + " times");
        }
        String value = values.get(0);
        if (value.isEmpty()) {
            return new SubprotocolDiagnosis(Cause.EMPTY, "the header came without a value");
        }
        if (offered.isEmpty()) {
            return new SubprotocolDiagnosis(Cause.UNSOLICITED, "a subprotocol was selected although none was offered");
        }
        if (credential.isPresent() && value.equals(credential.get())) {
            return new SubprotocolDiagnosis(Cause.CREDENTIAL, "the offered item that carries the token was selected");
        }
        return offered.contains(value) ? selected(value, expected) : notOffered(value, offered);
    }

    private static SubprotocolDiagnosis selected(String value, Optional<String> expected) {
        return expected.isEmpty() || value.equals(expected.get())
                ? clean(value + " was selected")
                : new SubprotocolDiagnosis(
                        Cause.OTHER_OFFERED, "another offered item than " + expected.get() + " was selected");
    }

    private static SubprotocolDiagnosis notOffered(String value, List<String> offered) {
        if (value.contains(",")) {
            return new SubprotocolDiagnosis(Cause.LIST, "a whole list was selected where one value belongs");
        }
        String lower = value.toLowerCase(Locale.ROOT);
        return offered.stream().anyMatch(item -> item.toLowerCase(Locale.ROOT).equals(lower))
                ? new SubprotocolDiagnosis(Cause.CASE, "the selected name differs from the offered one in case")
                : new SubprotocolDiagnosis(Cause.NOT_OFFERED, "a name was selected that was not offered");
    }

    private static SubprotocolDiagnosis clean(String observation) {
        return new SubprotocolDiagnosis(Cause.NONE, observation);
    }
}
