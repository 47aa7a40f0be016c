package dev.forewarn.feed;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.forewarn.lifecycle.Word;

/** What a check has come to, the worst last. */
enum Verdict implements Word {
    /** Nothing is about to end. */
    CLEAR,
    /** Nobody here knows the subject, or it is not clear which is meant: nothing can be promised. */
    UNKNOWN,
    /** Something ends soon, or may end any day. */
    APPROACHING,
    /** Something has ended, as was promised. */
    PASSED;

    @JsonValue
    @Override
    public String word() {
        return Word.super.word();
    }
}
