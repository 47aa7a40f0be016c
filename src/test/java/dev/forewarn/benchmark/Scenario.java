package dev.forewarn.benchmark;

import java.util.List;

/** Something that the service is measured at, beside its limit in the same run. */
interface Scenario {

    /** By which it is chosen. */
    String name();

    List<Row> measure(Machine machine, Options options);
}
