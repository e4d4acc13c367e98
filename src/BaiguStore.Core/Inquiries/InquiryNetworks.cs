using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Inquiries;

public static class InquiryNetworks
{
    /// <summary>Removes the networks of old inquiries; answers of how many. No page shows them, so the feed gets no row.</summary>
    public static Task<int> ForgetNetworksAsync(this IQueryable<Inquiry> inquiries, DateTime now, CancellationToken cancel)
    {
        var limit = now - SenderNetwork.Kept;
        return inquiries.Where(i => i.Address != "" && i.CreatedAt < limit)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Address, ""), cancel);
    }
}
