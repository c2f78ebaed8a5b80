package dev.seaworthy.cli;

import dev.seaworthy.kernel.AllowList;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the names of the allow-list stand for, looked up once when a run begins: what is talked to is what was shown, even if
 * a name comes to mean another place meanwhile.
 */
final class Resolution {
    private Resolution() {}

    /** The same allow-list with the addresses of its names; a name that does not resolve now is looked up when it is needed. */
    static AllowList pin(AllowList allowList) {
        Map<String, List<InetAddress>> known = new LinkedHashMap<>();
        for (String host : allowList.hosts()) {
            try {
                known.put(host, List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException e) {
                known.put(host, List.of());
            }
        }
        return allowList.pinned(known);
    }

    /** Each host with its addresses, as the plan and {@code run.json} show them. */
    static Map<String, List<String>> shown(AllowList allowList) {
        Map<String, List<String>> shown = new LinkedHashMap<>();
        allowList
                .hosts()
                .forEach(host -> shown.put(
                        host,
                        allowList.addresses(host).stream()
                                .map(InetAddress::getHostAddress)
                                .toList()));
        return shown;
    }

    /** The same in one line. */
    static String line(AllowList allowList) {
        List<String> parts = new ArrayList<>();
        shown(allowList)
                .forEach((host, addresses) -> parts.add(
                        addresses.isEmpty()
                                ? host + " (does not resolve)"
                                : addresses.equals(List.of(host))
                                        ? host
                                        : host + " = " + String.join(" and ", addresses)));
        return String.join(", ", parts);
    }
}
