package dev.forewarn.access;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** The answer to who has made a key: the only one that holds it. */
record IssuedKey(@JsonUnwrapped KeyView view, String key) {

    @Override
    public String toString() {
        return "IssuedKey[" + view + "]";
    }
}
