using System.ComponentModel.DataAnnotations;
using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Text;
using BaiguStore.Web.Areas.Admin.Editing;
using BaiguStore.Web.Forms;
using BaiguStore.Web.Models;
using Microsoft.AspNetCore.Mvc;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>Additional action of the editor's button beside saving.</summary>
public enum ArticleThen
{
    Save = 0,
    Publish = 1,
}

/// <summary>The article editor's form; fields have the entity's names, times are in China's time zone.</summary>
public sealed record ArticleForm : IEditorForm
{
    [RequiredText(ErrorMessage = "请填写标题。"), TextLength(Article.MaxTitleLength, ErrorMessage = "标题最多 {1} 个字符。")]
    public string? Title { get; init; }

    /// <summary>Empty: derived from the title.</summary>
    [StringLength(Core.Text.Slug.MaxLength, ErrorMessage = "地址最多 {1} 个字符。")]
    public string? Slug { get; init; }

    [TextLength(Article.MaxSummaryLength, ErrorMessage = "简单描述最多 {1} 个字符。")]
    public string? Summary { get; init; }

    /// <summary>One per line, as in <see cref="SpecLines"/>.</summary>
    public string? Parameters { get; init; }

    /// <summary>Markdown.</summary>
    public string? Body { get; init; }

    /// <summary>One per line.</summary>
    public string? Tags { get; init; }
    [ModelBinder<CategoryBinder>]
    public int? CategoryId { get; init; }

    /// <summary>Ids; empty fields are ignored.</summary>
    public List<int?>? HelpsToChoose { get; init; }
    public string? PublishFrom { get; init; }
    public string? PublishUntil { get; init; }

    /// <summary>The article's version when the form was opened.</summary>
    public int Version { get; init; }
    public ArticleThen Then { get; init; }

    /// <summary>Normalized line ends; forms send CR LF.</summary>
    public string Markdown => (Body ?? "").ReplaceLineEndings("\n");

    public IReadOnlyList<int> Helps => [.. (HelpsToChoose ?? []).OfType<int>().Distinct()];

    public IEnumerable<TypedField> Typed() =>
    [
        new(nameof(Title), Title), new(nameof(Slug), Slug), new(nameof(Summary), Summary), new(nameof(Parameters), Parameters), new(nameof(Body), Body), new(nameof(Tags), Tags),
        new(nameof(CategoryId), $"{CategoryId}"), new(nameof(HelpsToChoose), string.Join(',', Helps)) { IsList = true }, new(nameof(PublishFrom), PublishFrom), new(nameof(PublishUntil), PublishUntil),
    ];

    /// <param name="article">With its recommended categories loaded.</param>
    public static ArticleForm Of(Article article) => new()
    {
        Title = article.Title,
        Slug = article.Slug,
        Summary = article.Summary,
        Parameters = SpecLines.Of(article.Parameters),
        Body = article.Body,
        Tags = string.Join('\n', article.Tags),
        CategoryId = article.CategoryId,
        HelpsToChoose = [.. article.HelpsToChoose.Select(c => (int?)c.Id)],
        PublishFrom = ChinaTime.Input(article.PublishFrom),
        PublishUntil = ChinaTime.Input(article.PublishUntil),
        Version = article.Version,
    };
}

/// <summary>`/admin/articles/new` and `/admin/articles/{id}/edit`.</summary>
/// <param name="Article">Null for a new one.</param>
/// <param name="PreviewUrl">For people without an account.</param>
public sealed record ArticleEditor(ArticleForm Form, Article? Article, EditorChoices Choices, ArticleDraft? Draft, string? PreviewUrl);

/// <summary>Preview of a form's text, with its length.</summary>
public sealed record ArticleDraft(string Title, ArticleText Text, List<TocEntry> Toc, int ReadingMinutes, TextCount Count, IReadOnlyList<MarkdownOmission> Omissions);

public sealed record ArticleRow(int Id, string Title, string Slug, PublicationState State, DateTime? PublishedAt, DateTime? PublishFrom, DateTime? PublishUntil, DateTime UpdatedAt, int ReadingMinutes);

/// <summary>`/admin/articles?state=&amp;q=&amp;before=`: newest first, by id.</summary>
public sealed record ArticleList(IReadOnlyList<ArticleRow> Rows, PublicationState? State, string Query, KeysetPager Pager)
{
    public const string Path = "/admin/articles";

    public static string UrlOf(PublicationState? state, string query, string? page = null)
    {
        var parts = new[] { state is null ? null : $"state={state}", query.Length == 0 ? null : $"q={Uri.EscapeDataString(query)}", page }.OfType<string>().ToList();
        return Path + (parts.Count == 0 ? "" : "?" + string.Join('&', parts));
    }
}

public static class StateNames
{
    /// <summary>All states with their localized names and badge styles.</summary>
    public static IReadOnlyList<(PublicationState State, string Name, string Badge)> All { get; } =
    [
        (PublicationState.Draft, "草稿", "badge--waiting"),
        (PublicationState.Scheduled, "定时", "badge--waiting"),
        (PublicationState.Published, "已发布", ""),
        (PublicationState.Withdrawn, "已下架", "badge--off"),
        (PublicationState.Bin, "回收站", "badge--off"),
    ];

    public static (PublicationState State, string Name, string Badge) Of(PublicationState state) => All.First(s => s.State == state);
}
