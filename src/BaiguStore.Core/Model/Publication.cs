namespace BaiguStore.Core.Model;

public enum PublicationState
{
    Draft = 0,
    Scheduled = 1,
    Published = 2,

    /// <summary>An article that was published before; an unpublished product is a draft again.</summary>
    Withdrawn = 3,

    /// <summary>Soft-deleted: not shown, but complete, with its slug and part number reserved.</summary>
    Bin = 4,
}

/// <summary>Content that staff publish, manually or by schedule, and can soft-delete.</summary>
public interface IPublished
{
    int Id { get; }

    /// <summary>UTC; scheduled publication. Only unpublished content has one.</summary>
    DateTime? PublishFrom { get; }

    /// <summary>UTC; scheduled withdrawal.</summary>
    DateTime? PublishUntil { get; }

    /// <summary>UTC; time of the soft delete, or null. Soft-deleted content is withdrawn.</summary>
    DateTime? DeletedAt { get; }
    PublicationState State { get; }

    /// <summary>Publishes now and clears a scheduled publication. Throws PublicationRefusedException if soft-deleted.</summary>
    void Publish(DateTime now);

    /// <summary>Withdraws now and clears the schedule.</summary>
    void Withdraw();

    /// <summary>
    /// Schedules publication and withdrawal; null for neither. Throws PublicationRefusedException if soft-deleted, for a time in the past, an end
    /// that is not after the start, and a start for content that is already published.
    /// </summary>
    void Schedule(DateTime? from, DateTime? until, DateTime now);

    /// <summary>Withdraws and soft-deletes it.</summary>
    void ToBin(DateTime now);

    /// <summary>Undoes the soft delete; it stays withdrawn until somebody publishes it.</summary>
    void Restore();
}

/// <summary>A schedule that is not possible; the message explains the reason to the user.</summary>
public sealed class PublicationRefusedException(string message) : InvalidOperationException(message);

/// <summary>Rules shared by products and articles.</summary>
internal static class Publication
{
    public static void RefuseInBin(DateTime? deletedAt) => Refuse(deletedAt is not null, "已在回收站中，请先恢复。");

    public static (DateTime? From, DateTime? Until) Dates(DateTime? from, DateTime? until, DateTime now, bool isPublished)
    {
        Refuse(from is not null && isPublished, "已经发布，不能再定发布时间。");
        Refuse(from <= now, "定时发布的时间须在将来。");
        Refuse(until <= now, "定时下架的时间须在将来。");
        Refuse(until <= from, "下架时间须晚于发布时间。");
        return (from, until);
    }

    private static void Refuse(bool condition, string message)
    {
        if (condition)
            throw new PublicationRefusedException(message);
    }
}
