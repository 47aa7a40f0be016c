package dev.forewarn.lifecycle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How the words are written: a notice alone has a dozen of them, and there are few in all. */
final class Words {

    static final Map<Word, String> WRITTEN = new ConcurrentHashMap<>();

    private Words() {}
}
