package dev.forewarn.servers;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.UUID;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * One PostgreSQL and one Kafka for all tests of a JVM, started when first asked for and closed with the JVM.
 *
 * <p>Quarkus loads test classes once per application, by class loaders that it closes again. The servers therefore live
 * in the system class loader, and everybody else reaches them through JMX.
 */
public final class Servers {

    /** The superuser that the tests connect as; its password is the same word. */
    public static final String USER = "postgres";

    private static final ServersMXBean RUNNING = running();

    private Servers() {}

    /** The name of a new, empty database. */
    public static String createDatabase() {
        return RUNNING.createDatabase();
    }

    /** For the reactive client. */
    public static String reactiveUrl(String database) {
        return "postgresql://127.0.0.1:" + RUNNING.getPostgresPort() + "/" + database;
    }

    public static String jdbcUrl(String database) {
        return "jdbc:" + reactiveUrl(database);
    }

    public static String bootstrapServers() {
        return RUNNING.getBootstrapServers();
    }

    /** The name of a new topic. */
    public static String createTopic(String prefix, int partitions) {
        String name = prefix + "." + UUID.randomUUID().toString().toLowerCase(Locale.ROOT);
        RUNNING.createTopic(name, partitions);
        return name;
    }

    public static void startPostgres() {
        RUNNING.startPostgres();
    }

    /** Lets transactions roll back and checkpoints; {@link #startPostgres} brings it back on the same port. */
    public static void stopPostgres() {
        RUNNING.stopPostgres();
    }

    /** Stops it as a power cut would; {@link #startPostgres} recovers it on the same port. */
    public static void crashPostgres() {
        RUNNING.crashPostgres();
    }

    public static void startKafka() {
        RUNNING.startKafka();
    }

    /** {@link #startKafka} brings it back on the same port with all its topics. */
    public static void stopKafka() {
        RUNNING.stopKafka();
    }

    private static ServersMXBean running() {
        try {
            ObjectName name = new ObjectName("dev.forewarn:type=Servers");
            Class.forName(RunningServers.class.getName(), true, ClassLoader.getSystemClassLoader())
                    .getMethod("register", ObjectName.class)
                    .invoke(null, name);
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            return JMX.newMXBeanProxy(beans, name, ServersMXBean.class);
        } catch (ReflectiveOperationException | javax.management.JMException e) {
            throw new IllegalStateException("the test servers did not start", e);
        }
    }
}
