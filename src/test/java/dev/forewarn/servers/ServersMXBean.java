package dev.forewarn.servers;

/** What the one set of servers of a JVM answers to, whichever class loader asks. */
public interface ServersMXBean {

    int getPostgresPort();

    String getBootstrapServers();

    /** The name of a new, empty database. */
    String createDatabase();

    void startPostgres();

    void stopPostgres();

    /** Stops it as a power cut would: no checkpoint, all connections torn. */
    void crashPostgres();

    void startKafka();

    void stopKafka();

    void createTopic(String name, int partitions);
}
