using BaiguStore.Core.Staff;

namespace BaiguStore.Web.Models;

/// <summary>`session-list`: a member's sessions.</summary>
/// <param name="CanEnd">Whether sessions have a button to end them: only the member's own.</param>
public sealed record SessionList(IReadOnlyList<StaffSession> Sessions, bool CanEnd);
