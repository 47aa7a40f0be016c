package dev.forewarn;

/**
 * Something that must stand before the application starts and until it has stopped, found by
 * {@link java.util.ServiceLoader}.
 */
public interface Prelude extends AutoCloseable {

    /**
     * Gets it to stand; what the application needs to know of it is set as system properties.
     *
     * @throws CannotPrepare if the application must not start
     */
    void prepare();

    /** Ends what {@link #prepare} began, also if that failed half-way. */
    @Override
    void close();

    /** Says in one line, for the person at the terminal, why the application can't start. */
    final class CannotPrepare extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public CannotPrepare(String message) {
            super(message);
        }

        public CannotPrepare(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
