using BaiguStore.Core.Pictures;

namespace BaiguStore.Web.Areas.Admin.Models;

/// <summary>`/admin/pictures`: the newest first.</summary>
public sealed record PicturePage(IReadOnlyList<Picture> Pictures, KeysetPager Pager)
{
    public const string Path = "/admin/pictures";

    /// <summary>The width that an article asks for; larger screens find the larger files by themselves.</summary>
    public const int InText = 960;

    /// <summary>As it is written into an article.</summary>
    public static string Markdown(Picture picture, string caption) => $"![{caption}]({PictureAddress.Of(picture.Key, picture.Width, InText)})";
}

/// <summary>What a script is told of a picture that it has sent.</summary>
/// <param name="Url">For use in a text.</param>
public sealed record TakenPicture(string Key, int Width, int Height, string Url)
{
    public static TakenPicture Of(Picture picture) => new(picture.Key, picture.Width, picture.Height, PictureAddress.Of(picture.Key, picture.Width, PicturePage.InText));
}
