using BaiguStore.Core.Pictures;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>`/admin/pictures`: newest first.</summary>
public sealed record PicturePage(IReadOnlyList<Picture> Pictures, KeysetPager Pager)
{
    public const string Path = "/admin/pictures";

    /// <summary>Width of the URL in an article's Markdown; larger screens use srcset.</summary>
    public const int InText = 960;

    /// <summary>Markdown for an article.</summary>
    public static string Markdown(Picture picture, string caption) => $"![{caption}]({PictureAddress.Of(picture.Key, picture.Width, InText)})";
}

/// <summary>JSON for a script that has uploaded a picture.</summary>
/// <param name="Url">URL for use in a text.</param>
public sealed record TakenPicture(string Key, int Width, int Height, string Url)
{
    public static TakenPicture Of(Picture picture) => new(picture.Key, picture.Width, picture.Height, PictureAddress.Of(picture.Key, picture.Width, PicturePage.InText));
}
