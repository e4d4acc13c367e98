using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Comments;

public static class CommentNetworks
{
    /// <summary>Removes the networks of old comments; answers of how many. No page shows them, so the feed gets no row.</summary>
    public static Task<int> ForgetNetworksAsync(this IQueryable<Comment> comments, DateTime now, CancellationToken cancel)
    {
        var limit = now - SenderNetwork.Kept;
        return comments.Where(c => c.Address != "" && c.CreatedAt < limit)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Address, ""), cancel);
    }
}
