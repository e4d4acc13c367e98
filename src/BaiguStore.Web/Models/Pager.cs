namespace BaiguStore.Web.Models;

/// <summary>Links to the pages of a list: first, last, and those around the current one.</summary>
/// <param name="UrlOf">URL of a page by its 1-based number.</param>
public sealed record Pager(int Number, int Count, Func<int, string> UrlOf)
{
    private const int Around = 2;

    /// <summary>Page numbers in order; null for a gap.</summary>
    public IEnumerable<int?> Numbers
    {
        get
        {
            var last = 0;
            int[] shown = [1, .. Enumerable.Range(Number - Around, (2 * Around) + 1).Where(n => n > 1 && n < Count), Count];
            foreach (var n in shown.Distinct())
            {
                if (n > last + 1)
                    yield return null;
                yield return last = n;
            }
        }
    }
}
