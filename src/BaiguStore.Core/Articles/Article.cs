using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.Pictures;
using BaiguStore.Core.Text;

namespace BaiguStore.Core.Articles;

public enum ArticleStatus
{
    Draft = 0,
    Published = 1,
    Withdrawn = 2,
}

/// <summary>A long text in Markdown. Its HTML is rendered once per save and stored with it.</summary>
public sealed class Article : IVersioned, IHasSlug, ISeenByVisitors, IPublished
{
    public const int MaxTitleLength = 120;
    public const int MaxSummaryLength = 400;
    public const int MaxTagLength = 24;

    public int Id { get; private set; }
    public required string Title { get; set; }
    public required string Slug { get; set; }

    /// <summary>简单描述: plain text, one or two sentences.</summary>
    public string Summary { get; set; } = "";

    /// <summary>相关参数, in display order.</summary>
    public List<Spec> Parameters { get; set; } = [];

    /// <summary>详细介绍: the Markdown source.</summary>
    public string Body { get; private set; } = "";
    public string BodyHtml { get; private set; } = "";
    public List<TocEntry> Toc { get; private set; } = [];

    /// <summary>Whole minutes at <see cref="ArticleRendering.HanPerMinute"/>, at least 1.</summary>
    public int ReadingMinutes { get; private set; }

    /// <summary>The first figure of the text (a path on this site); lists show it beside the title.</summary>
    public string? FigurePath { get; private set; }

    public List<string> Tags { get; set; } = [];
    public int? CategoryId { get; set; }
    public Category? Category { get; set; }

    /// <summary>Categories that this article recommends products from.</summary>
    public List<Category> HelpsToChoose { get; set; } = [];

    public ArticleStatus Status { get; private set; }
    public DateTime? PublishedAt { get; private set; }
    public DateTime? PublishFrom { get; private set; }
    public DateTime? PublishUntil { get; private set; }
    public DateTime? DeletedAt { get; private set; }
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; set; }
    public int Version { get; private set; }

    SluggedKind IHasSlug.SlugKind => SluggedKind.Article;
    ChangeKind ISeenByVisitors.ChangeKind => ChangeKind.Article;

    /// <summary>
    /// Sets the text, without characters that HTML and feeds forbid, and stores its rendered form; returns what is not shown. Throws
    /// MarkdownRefusedException if it cannot be rendered.
    /// </summary>
    public IReadOnlyList<MarkdownOmission> Write(string markdown, PictureSizes? pictures = null)
    {
        markdown = PlainText.WithoutForbidden(markdown);
        var rendered = ArticleRendering.Render(markdown, pictures);
        (Body, BodyHtml, Toc, ReadingMinutes, FigurePath) =
            (markdown, rendered.Html, [.. rendered.Toc], rendered.ReadingMinutes, rendered.FirstFigure);
        return rendered.Omissions;
    }

    public PublicationState State => StateOf(Status, PublishFrom, DeletedAt);

    /// <summary>The state for a list, which reads these columns only.</summary>
    public static PublicationState StateOf(ArticleStatus status, DateTime? publishFrom, DateTime? deletedAt) => deletedAt is not null ? PublicationState.Bin
        : status == ArticleStatus.Published ? PublicationState.Published
        : publishFrom is not null ? PublicationState.Scheduled
        : status == ArticleStatus.Withdrawn ? PublicationState.Withdrawn
        : PublicationState.Draft;

    public void Publish(DateTime now)
    {
        Publication.RefuseInBin(DeletedAt);
        (Status, PublishedAt, PublishFrom, PublishUntil) = (ArticleStatus.Published, PublishedAt ?? now, null, PublishUntil > now ? PublishUntil : null);
    }

    public void Withdraw() => (Status, PublishFrom, PublishUntil) = (ArticleStatus.Withdrawn, null, null);

    public void Schedule(DateTime? from, DateTime? until, DateTime now)
    {
        Publication.RefuseInBin(DeletedAt);
        (PublishFrom, PublishUntil) = Publication.Dates(from, until, now, Status == ArticleStatus.Published);
    }

    public void ToBin(DateTime now)
    {
        (Status, PublishFrom, PublishUntil) = (Status == ArticleStatus.Draft ? ArticleStatus.Draft : ArticleStatus.Withdrawn, null, null);
        DeletedAt ??= now;
    }

    public void Restore() => DeletedAt = null;
}
