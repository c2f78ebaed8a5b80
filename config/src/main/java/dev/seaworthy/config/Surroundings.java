package dev.seaworthy.config;

import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Reach;

/**
 * All that a probe may touch.
 *
 * @param environment the contract
 * @param credentials where tokens come from
 * @param reach what its wire engine is opened with: allow-list, budget, vault, clock
 * @param seed of every choice at random
 */
public record Surroundings(Environment environment, Credentials credentials, Reach reach, long seed) {}
