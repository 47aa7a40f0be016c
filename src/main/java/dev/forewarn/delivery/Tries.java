package dev.forewarn.delivery;

/**
 * The attempts of a delivery so far.
 *
 * @param made all of them
 * @param told those of them whose receiver asked to be tried again sooner than the schedule says: they use up none of its
 *     attempts
 * @param last whether the next one is made only because there is no time for another
 */
record Tries(int made, int told, boolean last) {

    static final Tries NONE = new Tries(0, 0, false);

    Tries {
        if (made < 0 || told < 0 || told > made) {
            throw new IllegalArgumentException(told + " of " + made + " attempts");
        }
    }

    /** How many of the scheduled attempts are used up. */
    int scheduled() {
        return made - told;
    }

    Tries oneMore() {
        return new Tries(made + 1, told, last);
    }

    /** The last of them does not count. */
    Tries asTold() {
        return new Tries(made, told + 1, last);
    }

    /** Only one more is made. */
    Tries oneLeft() {
        return new Tries(made, told, true);
    }
}
