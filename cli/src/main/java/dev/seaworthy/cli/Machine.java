package dev.seaworthy.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The injector's machine, as far as it bears on the figures. */
final class Machine {
    private Machine() {}

    static Map<String, String> facts() {
        Runtime runtime = Runtime.getRuntime();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processors", Integer.toString(runtime.availableProcessors()));
        facts.put("maxHeapMiB", Long.toString(runtime.maxMemory() >> 20));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        return facts;
    }

    /** What two machines must share for their runs to be compared. */
    static String kind() {
        return Runtime.getRuntime().availableProcessors() + "x" + System.getProperty("os.arch") + " java"
                + Runtime.version().feature();
    }
}
