namespace BaiguStore.Core.Data;

/// <summary>Who changes something, and from where.</summary>
/// <param name="StaffId">The account; null where a program acts by itself.</param>
/// <param name="Name">As it was then: it stays readable when the account is gone.</param>
/// <param name="Origin">The address of a person, else the program: "store", "baigu import".</param>
public sealed record Actor(int? StaffId, string Name, string Origin)
{
    public const int MaxNameLength = 100;
    public const int MaxOriginLength = 100;

    /// <summary>The store itself, by its own clock.</summary>
    public static Actor Store { get; } = Program("store");

    /// <summary>A program that nobody is signed in to.</summary>
    public static Actor Program(string name) => new(null, "", name);
}

/// <summary>
/// Who acts in one scope. Whoever knows says so here, once: Web for the signed-in person of a request, the command line for its command.
/// Contexts ask when they save, so it may be said after a context was handed out.
/// </summary>
public sealed class ActorScope(Actor actor)
{
    public Actor Actor { get; set; } = actor;
}
