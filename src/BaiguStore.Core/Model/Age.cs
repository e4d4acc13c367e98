namespace BaiguStore.Core.Model;

/// <summary>
/// Age of a timestamp. A clock can be set back, so a timestamp can lie in the future. A negative age counts as expired: otherwise sessions, waits and
/// leases would last longer by the amount that the clock went back.
/// </summary>
public static class Age
{
    /// <summary>Maximum clock difference between two nodes.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    extension(TimeSpan age)
    {
        /// <summary>For timestamps written by this process.</summary>
        public bool IsWithin(TimeSpan limit) => age >= TimeSpan.Zero && age < limit;

        /// <summary>For timestamps that another node may have written.</summary>
        public bool IsWithinOnAnyNode(TimeSpan limit) => age >= -ClockSkew && age < limit;
    }
}
