package dev.forewarn.intake.imports;

import java.util.Optional;

/** What came of asking for a feed. */
sealed interface Fetched {

    /** By what a server tells one version of a document from the next; a file has the digest of its bytes for an ETag. */
    record Validators(Optional<String> etag, Optional<String> lastModified) {
        static final Validators NONE = new Validators(Optional.empty(), Optional.empty());

        boolean any() {
            return etag.isPresent() || lastModified.isPresent();
        }
    }

    /** The feed itself. */
    record Whole(byte[] bytes, Validators validators) implements Fetched {}

    /** It is as it was. */
    record Unmodified() implements Fetched {}

    /** Says, for whoever has configured the importer, why there is none. */
    final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String reason) {
            super(reason, null, false, false);
        }
    }
}
