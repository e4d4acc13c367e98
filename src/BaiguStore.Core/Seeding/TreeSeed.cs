using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Seeding;

/// <summary>
/// Builds the tree from the lines of a page: vendors at the top in the order of their first line, their lines below in the page's order, lines of
/// several vendors under a group of their own. Existing categories are unchanged.
/// </summary>
internal sealed class TreeSeed(StoreDb db, LineNames names)
{
    private readonly Dictionary<string, Vendor> _vendors = [];
    private readonly Dictionary<string, Salesperson> _salespeople = [];
    private readonly Dictionary<string, Category> _categories = [];

    /// <summary>Returns the number of new lines.</summary>
    public async Task<int> PlantAsync(IReadOnlyList<SourceLine> lines, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        using var _ = db.Scope.AsOne("tree");
        await LoadAsync(cancel);
        await AddVendorsAndSalespeopleAsync(cancel);
        var planted = 0;
        List<(Category Leaf, string Parent)> added = [];
        Dictionary<string, int> tries = [];
        foreach (var (line, position) in lines.Select((l, i) => (l, i)))
        {
            var identity = names.Understand(line.Name);
            var slug = Slug.Numbered(identity.Slug, tries[identity.Slug] = tries.GetValueOrDefault(identity.Slug) + 1);
            var parent = ParentFor(identity, position);
            if (_categories.TryGetValue(slug, out var known))
            {
                known.SourceCount = line.Count;
                continue;
            }
            added.Add((AddLine(line, identity, slug, position), parent));
            planted++;
        }
        await db.SaveChangesAsync(cancel); // paths need the ids
        foreach (var top in _categories.Values.Where(c => c.Path.Length == 0 && added.All(a => a.Leaf != c)))
            top.PlaceUnder(null);
        foreach (var (leaf, parent) in added)
            leaf.PlaceUnder(_categories[parent]);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return planted;
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await foreach (var vendor in db.Vendors.AsAsyncEnumerable().WithCancellation(cancel))
            _vendors[vendor.Code] = vendor;
        await foreach (var person in db.Salespeople.AsAsyncEnumerable().WithCancellation(cancel))
            _salespeople[person.Name] = person;
        await foreach (var category in db.Categories.AsAsyncEnumerable().WithCancellation(cancel))
            _categories[category.Slug] = category;
    }

    private async Task AddVendorsAndSalespeopleAsync(CancellationToken cancel)
    {
        foreach (var seed in names.Vendors.Where(v => !_vendors.ContainsKey(v.Code)))
            db.Vendors.Add(_vendors[seed.Code] = new Vendor { Code = seed.Code, Name = seed.Name, Aliases = seed.Aliases });
        foreach (var seed in names.Salespeople.Where(s => !_salespeople.ContainsKey(s.Name)))
            db.Salespeople.Add(_salespeople[seed.Name] = new Salesperson { Name = seed.Name });
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Slug of the vendor's or group's top category, which is created with its first line.</summary>
    private string ParentFor(LineIdentity identity, int position)
    {
        var (name, slug, summary, vendor) = identity.Vendors is [var only]
            ? (only.Name, only.Code, only.Summary, _vendors[only.Code])
            : (names.Group.Name, names.Group.Slug, names.Group.Summary, null);
        if (!_categories.ContainsKey(slug))
            db.Categories.Add(_categories[slug] = new Category { Name = name, Slug = slug, Summary = summary, Position = position, VendorId = vendor?.Id });
        return slug;
    }

    private Category AddLine(SourceLine line, LineIdentity identity, string slug, int position)
    {
        var category = _categories[slug] = new Category
        {
            Name = line.Name,
            Slug = slug,
            Position = position,
            Kind = identity.Kind,
            KeySpecs = [.. identity.KeySpecs],
            VendorId = identity.Vendors is [var only] ? _vendors[only.Code].Id : null,
            SalespersonId = identity.Salesperson is { } s ? _salespeople[s.Name].Id : null,
            SourceCount = line.Count,
        };
        db.Categories.Add(category);
        return category;
    }
}
