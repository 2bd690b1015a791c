package dev.cooper.registry.operations;

/** Is told of requests; must be quick and never fail. */
interface RequestObserver {
    /** A request is over, its answer written. */
    void served(Served request);
}
