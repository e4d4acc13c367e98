using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BaiguStore.Core.Model;

/// <summary>Small ordered lists stored as JSON in one text column: read and written whole, never queried by the database.</summary>
public static class JsonColumns
{
    /// <summary>Public because the code of the compiled model references it.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Han characters are stored unescaped: a column is not a script block, and pages encode their output.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static PropertyBuilder<List<T>> HasJsonConversion<T>(this PropertyBuilder<List<T>> property) => property.HasConversion(
        list => JsonSerializer.Serialize(list, Options), json => JsonSerializer.Deserialize<List<T>>(json, Options) ?? new(), Comparer<T>());

    public static PropertyBuilder<List<Spec>> HasJsonConversion(this PropertyBuilder<List<Spec>> property) => property.HasConversion(
        list => JsonSerializer.Serialize(list, Options), json => SpecJson.Read(json), Comparer<Spec>());

    private static ValueComparer<List<T>> Comparer<T>() => new(
        (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
        list => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)),
        list => list.ToList());
}
