package dev.seaworthy.wire;

import dev.seaworthy.wire.LoadOptions.HttpVersion;

/**
 * What connections are shared by: the calls of one route, on one loop, take turns on the same ones.
 *
 * @param number counts the routes of one engine from 0
 * @param origin where they go
 * @param version which HTTP they speak
 * @param connections how many of them a loop may have open, at least 1
 */
record Route(int number, Origin origin, HttpVersion version, int connections) {
    /** What an ALPN list of this route holds, on a lane that keeps evidence or not. */
    Tls.Offer offer(boolean recording) {
        if (recording) {
            return Tls.Offer.EVIDENCE;
        }
        return switch (version) {
            case HTTP_1_1 -> Tls.Offer.HTTP_1_1;
            case HTTP_2 -> Tls.Offer.HTTP_2;
            case NEGOTIATED -> Tls.Offer.EITHER;
        };
    }
}
