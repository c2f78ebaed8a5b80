package dev.seaworthy.ratelimit.real;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.real.Peers.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A limiter and what it is.
 *
 * @param name who made it
 * @param parameters by the names of the verdict, in requests, seconds and requests a second
 * @param most requests that it is to be identified within
 */
record Truth(String name, Place place, String path, LimiterClass kind, Map<String, Double> parameters, int most) {
    private static final double CLOSE = 0.03;

    /** What of a verdict is not so, in words; empty where all is right. */
    List<String> wrong(JsonNode model) {
        List<String> wrong = new ArrayList<>();
        String found = model.path("bestCandidate").asText("none");
        if (!found.equals(kind.name())) {
            return List.of("it is a " + kind + ", not " + found);
        }
        parameters.forEach((parameter, value) -> {
            double low = model.path("ranges").path(parameter).path(0).asDouble();
            double high = model.path("ranges").path(parameter).path(1).asDouble();
            boolean counted = !parameter.contains("econd");
            JsonNode told = model.path("params").path(parameter);
            boolean right = told.isNumber()
                    ? Math.abs(told.asDouble() / value - 1) <= (counted ? 0 : CLOSE)
                    : !counted && value >= (1 - CLOSE) * low && value <= (1 + CLOSE) * high;
            if (!right) {
                wrong.add(parameter + " is " + value + ", not "
                        + model.path("params").path(parameter) + " within " + low + " to " + high);
            }
        });
        return wrong;
    }

    @Override
    public String toString() {
        return name;
    }
}
