namespace BaiguStore.Web.Tests.Guards;

/// <summary>Draws an order as a Mermaid graph: who uses whom, without the arrows that follow from others.</summary>
internal static class FolderPicture
{
    public static string Of(FolderOrder order)
    {
        var down = order.BetweenFolders.Where(a => order.Rank(a.From) > order.Rank(a.To)).ToLookup(a => a.From, a => a.To);
        var arrows = order.FromTheGround.Reverse().SelectMany(from => down[from]
            .Where(to => !down[from].Any(between => between != to && Reaches(down, between, to)))
            .OrderByDescending(order.Rank).Select(to => $"    {Node(order, from)} --> {Node(order, to)}"));
        return $"```mermaid\nflowchart TD\n{string.Join('\n', arrows)}\n```\n";
    }

    /// <summary>Ends, because every arrow leads down.</summary>
    private static bool Reaches(ILookup<string, string> down, string from, string to) =>
        from == to || down[from].Any(next => Reaches(down, next, to));

    private static string Node(FolderOrder order, string folder) =>
        folder == FolderOrder.NoFolder ? $"start[{order.Root}]" : folder.Contains('.', StringComparison.Ordinal) ? $"{folder.Replace('.', '_')}[{folder}]" : folder;
}
