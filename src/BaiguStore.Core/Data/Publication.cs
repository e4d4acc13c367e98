namespace BaiguStore.Core.Data;

public enum PublicationState
{
    Draft = 0,
    Scheduled = 1,
    Published = 2,

    /// <summary>An article that was published before; a product that was is a draft again.</summary>
    Withdrawn = 3,

    /// <summary>In the bin: not shown, kept whole, with its slug and part number reserved.</summary>
    Bin = 4,
}

/// <summary>Something that staff publish, by hand or by the clock, and throw away.</summary>
public interface IPublished
{
    int Id { get; }

    /// <summary>UTC; when it will be published by the clock. Only what is not published has one.</summary>
    DateTime? PublishFrom { get; }

    /// <summary>UTC; when it will be withdrawn by the clock.</summary>
    DateTime? PublishUntil { get; }

    /// <summary>UTC; since when it lies in the bin, or null. What lies there is withdrawn.</summary>
    DateTime? DeletedAt { get; }
    PublicationState State { get; }

    /// <summary>Publishes now; a plan to do so later is done with. Throws PublicationRefusedException in the bin.</summary>
    void Publish(DateTime now);

    /// <summary>Withdraws now; every plan is dropped.</summary>
    void Withdraw();

    /// <summary>
    /// Plans when to publish and when to withdraw; null for neither. Throws PublicationRefusedException in the bin, for a time that
    /// is past, an end that is not after the beginning, and the beginning of something that is published already.
    /// </summary>
    void Schedule(DateTime? from, DateTime? until, DateTime now);

    /// <summary>Puts it into the bin, withdrawn.</summary>
    void ToBin(DateTime now);

    /// <summary>Takes it out of the bin; it stays withdrawn until somebody publishes it.</summary>
    void Restore();
}

/// <summary>A plan that cannot be, with the reason in words for the person who made it.</summary>
public sealed class PublicationRefusedException(string message) : InvalidOperationException(message);

/// <summary>The rules that products and articles share.</summary>
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
