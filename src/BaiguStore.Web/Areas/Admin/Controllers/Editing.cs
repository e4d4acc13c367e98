using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Web.Areas.Admin.Controllers;

/// <summary>Saves of forms that somebody may have opened a while ago.</summary>
internal static class Editing
{
    /// <summary>Saves a changed entity if it is still of the version with which the form began; otherwise nothing is saved, and false.</summary>
    public static async Task<bool> SaveFromAsync<T>(this StoreDb db, T entity, int version, CancellationToken cancel) where T : class, IVersioned
    {
        db.Entry(entity).Property(e => e.Version).OriginalValue = version;
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>The form then holds what was typed, and what only the other has changed; where both did, what was typed.</summary>
    public static void TakeIn(this ModelStateDictionary form, ThreeWay merge)
    {
        foreach (var field in merge.Fields.Where(f => f.Outcome == MergeOutcome.OnlyTheirs))
            form.SetModelValue(field.Field.Name, field.Theirs, field.Theirs);
    }
}
