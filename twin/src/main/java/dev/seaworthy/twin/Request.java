package dev.seaworthy.twin;

import java.util.Map;

/**
 * A call that was routed and admitted.
 *
 * @param user who calls; {@link User#NOBODY} on an open route
 * @param variables the path's variable segments by name
 */
record Request(Call call, User user, Map<String, String> variables) {
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }
}
