package dev.forewarn.feed;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.forewarn.lifecycle.Word;

/** What somebody who uses a subject is advised to do. */
enum Action implements Word {
    NONE,
    /** Its end is known of, but far off or without a date. */
    PLAN,
    MIGRATE,
    STOP_USING,
    /** It is not known under this name, or more than one is. */
    CHECK_NAME;

    @JsonValue
    @Override
    public String word() {
        return Word.super.word();
    }
}
