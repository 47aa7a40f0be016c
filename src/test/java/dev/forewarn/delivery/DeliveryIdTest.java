package dev.forewarn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryIdTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 32, 4_294_967_296L, Long.MAX_VALUE})
    void isReadBackAsItWas(long number) {
        DeliveryId subscription = new DeliveryId(number, 7, DAY);
        DeliveryId position = new DeliveryId(7, number, DAY);

        assertThat(DeliveryId.parse(subscription.toString())).contains(subscription);
        assertThat(DeliveryId.parse(position.toString())).contains(position);
        assertThat(subscription.toString()).matches("dlv_[a-z2-7]{32}");
    }

    @Test
    void holdsItsPartsInOrder() {
        assertThat(new DeliveryId(1, 2, LocalDate.EPOCH.plusDays(3)))
                .hasToString("dlv_aaaaaaaaaaaacaaaaaaaaaaaaiaaaaad");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dlv_",
                "ntc_aaaaaaaaaaaacaaaaaaaaaaaaqaaaaad",
                "dlv_AAAAAAAAAAAACAAAAAAAAAAAAQAAAAAD",
                "dlv_aaaaaaaaaaaacaaaaaaaaaaaaqaaaaa",
                "dlv_aaaaaaaaaaaacaaaaaaaaaaaaqaaaaada",
                "dlv_aaaaaaaaaaaacaaaaaaaaaaaaqaaaaa1",
                "dlv_aaaaaaaaaaaacaaaaaaaaaaaaqaaaaad\n",
                // Numbers below zero, and a day that no calendar has.
                "dlv_77777777777777777777777777777777",
                "dlv_aaaaaaaaaaaacaaaaaaaaaaaaq777777",
                "dlv_aaaaaaaaaaaacaaaaaaaaaaaaqp77777"
            })
    void nothingElseIsOne(String text) {
        assertThat(DeliveryId.parse(text)).isEmpty();
    }
}
