package dev.seaworthy.config;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Probe;
import java.util.List;

/**
 * Makes a probe; found by {@link java.util.ServiceLoader}, so it has a public constructor without arguments.
 *
 * <p>Beside the factory class lies {@code settings.schema.json}: the JSON Schema (2020-12) of its settings, which becomes
 * part of the published schema of the contract.
 *
 * @param <S> the probe's settings: a record, bound from {@code probes.<id>} of the contract
 */
public interface ProbeFactory<S> {
    /** The folder's name under {@code probes/}. */
    String id();

    /** What the probe is about, as a short noun phrase without a full stop: the title of its area in reports and help texts. */
    String concern();

    Class<S> settingsType();

    /** The cards of all its checks, whatever the environment. */
    List<CheckCard> catalogue();

    /** Opens the probe. Nothing is sent yet. */
    Probe open(S settings, Surroundings surroundings);
}
