using BaiguStore.Core.Catalog;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace BaiguStore.Core.Seeding;

/// <summary>A file of `seeds/articles/`: Markdown with YAML front matter.</summary>
public sealed class ArticleSeed
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public sealed class Parameter
    {
        public required string Name { get; set; }
        public required string Value { get; set; }
        public string? Unit { get; set; }
    }

    public class Reply
    {
        public required string Author { get; set; }
        public string Title { get; set; } = "";
        public required string Body { get; set; }
        public required DateTimeOffset At { get; set; }
    }

    public sealed class Remark : Reply
    {
        public List<Reply> Replies { get; set; } = [];
    }

    public required string Title { get; set; }
    public required string Slug { get; set; }
    public required string Summary { get; set; }
    public required DateTimeOffset Published { get; set; }
    public required string Category { get; set; }
    public List<string> Categories { get; set; } = [];
    public List<string> Tags { get; set; } = [];
    public List<Parameter> Parameters { get; set; } = [];
    public List<Remark> Comments { get; set; } = [];

    [YamlIgnore]
    public string Body { get; private set; } = "";

    public List<Spec> Specs => [.. Parameters.Select(p => new Spec(p.Name, p.Value, p.Unit))];

    public static IEnumerable<ArticleSeed> All() => SeedFiles.Names("articles/").Select(n => Parse(SeedFiles.Text(n)));

    /// <summary>Throws InvalidDataException if the front matter is missing or not closed, YamlException if it is invalid YAML.</summary>
    public static ArticleSeed Parse(string text)
    {
        text = text.ReplaceLineEndings("\n");
        var end = text.StartsWith("---\n", StringComparison.Ordinal) ? text.IndexOf("\n---\n", 4, StringComparison.Ordinal) : -1;
        if (end < 0)
            throw new InvalidDataException("An article begins with a YAML head between two lines of '---'.");
        var article = Yaml.Deserialize<ArticleSeed>(text[4..end]);
        article.Body = text[(end + 5)..].Trim();
        return article;
    }
}
