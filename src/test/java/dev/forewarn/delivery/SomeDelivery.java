package dev.forewarn.delivery;

import dev.forewarn.ledger.Tables;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A delivery that others may ask for. */
public final class SomeDelivery {

    private SomeDelivery() {}

    /** Writes down that something was sent to the subscription; its id. */
    public static String to(String subscription, Tables tables) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        long key = tables.number(
                """
                insert into delivery (subscription_id, position, day, state, attempts, took_ms, at)
                select id, 1, $2, 1, 1, 1, now() from subscription where public_id = $1
                returning subscription_id""",
                subscription,
                today);
        return new DeliveryId(key, 1, today).toString();
    }
}
