package dev.cooper.transfer;

import dev.cooper.oci.Reference;
import dev.cooper.store.Elsewhere;
import dev.cooper.store.Place;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;

/** The registries of this machine and its user, set up with the first question to one of them. */
public final class RegistriesOnDemand implements Elsewhere {
    private final Map<String, String> environment;
    private @Nullable Registries registries;

    /**
     * Prepares; reads nothing yet.
     *
     * @param environment the variables of the process, which say where the configuration is
     */
    public RegistriesOnDemand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public synchronized Place repository(Reference name) throws IOException {
        Registries known = registries;
        if (known == null) {
            known = Registries.ofEnvironment(environment);
            registries = known; // until the process ends
        }
        return known.repository(name);
    }
}
