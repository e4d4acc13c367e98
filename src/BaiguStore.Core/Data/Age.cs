namespace BaiguStore.Core.Data;

/// <summary>
/// How long ago something was dated. A clock can be set back; what was dated before then lies in the future. A negative age counts as
/// expired: otherwise sessions, waits and leases would last longer by as much as the clock went back.
/// </summary>
public static class Age
{
    /// <summary>By how much the clocks of two nodes may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    extension(TimeSpan age)
    {
        /// <summary>For what this process dated itself.</summary>
        public bool IsWithin(TimeSpan limit) => age >= TimeSpan.Zero && age < limit;

        /// <summary>For what another node may have dated.</summary>
        public bool IsWithinOnAnyNode(TimeSpan limit) => age >= -ClockSkew && age < limit;
    }
}
