package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.SubjectId;
import java.util.Optional;

/**
 * What a notice is about, as far as subscriptions choose by it.
 *
 * @param channel the cutoff's; {@code *} is taken by every filter
 * @param region the cutoff's; {@code *} is taken by every filter
 * @param leadTimes bits by ordinal of {@link dev.forewarn.lifecycle.LeadTime}: who picked one of these takes it; 0 if
 *     it is no reminder
 * @param countdown of {@code approaching} and {@code reached} alone
 */
public record Interest(
        SubjectId subject,
        Milestone milestone,
        String channel,
        String region,
        NoticeKind kind,
        int leadTimes,
        Optional<Countdown> countdown) {}
