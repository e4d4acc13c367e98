using BaiguStore.Core.Data;
using BaiguStore.Web.Forms;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Services;

public static class People
{
    extension(StoreDb db)
    {
        /// <summary>All present and former members, as options.</summary>
        public async Task<IReadOnlyList<FieldOption>> PeopleAsync(int? chosen, CancellationToken cancel) =>
            await db.Staff.AsNoTracking().OrderBy(m => m.DisplayName).Select(m => new FieldOption(m.Id.ToString(), m.DisplayName, m.Id == chosen, null)).ToListAsync(cancel);
    }
}
