namespace BaiguStore.Core.Model;

/// <summary>Who makes a change, and from where.</summary>
/// <param name="StaffId">The account; null for a program.</param>
/// <param name="Name">The name at that time: it stays readable after the account is deleted.</param>
/// <param name="Origin">The IP address of a person, otherwise the program: "store", "baigu import".</param>
public sealed record Actor(int? StaffId, string Name, string Origin)
{
    public const int MaxNameLength = 100;
    public const int MaxOriginLength = 100;

    /// <summary>The store itself: scheduled work.</summary>
    public static Actor Store { get; } = Program("store");

    /// <summary>A program without a signed-in user.</summary>
    public static Actor Program(string name) => new(null, "", name);
}

/// <summary>
/// The actor of one dependency injection scope. Set once: by Web for the signed-in user of a request, by the command line for its command. Contexts
/// read it at save time, so it may be set after a context was created.
/// </summary>
public sealed class ActorScope(Actor actor)
{
    public Actor Actor { get; set; } = actor;
}
