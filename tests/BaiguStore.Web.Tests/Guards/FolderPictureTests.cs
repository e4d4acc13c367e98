namespace BaiguStore.Web.Tests.Guards;

/// <summary>The pictures of the folders in docs/architecture.md. `tests/draw-folders.sh` draws them anew.</summary>
public sealed class FolderPictureTests
{
    private static readonly bool IsDrawing = Environment.GetEnvironmentVariable("BAIGU_DRAW_FOLDERS") == "1";

    public static TheoryData<string> Kept => [.. HouseOrder.Kept.Keys];

    [Theory, MemberData(nameof(Kept))]
    public void The_picture_of_the_folders_is_current(string project)
    {
        var path = Path.Combine(SourceRuleTests.Root, "docs", "architecture.md");
        var text = File.ReadAllText(path);
        var begin = $"<!-- The folders of {project}, drawn by tests/draw-folders.sh -->\n";
        var at = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        Assert.True(at >= begin.Length, $"docs/architecture.md has no line {begin}");
        var end = text.IndexOf("<!-- end -->", at, StringComparison.Ordinal);
        var drawn = FolderPicture.Of(HouseOrder.Kept[project]);
        if (IsDrawing)
            File.WriteAllText(path, text[..at] + drawn + text[end..]);
        else
            Assert.Equal(drawn, text[at..end]);
    }

    [Fact]
    public void An_arrow_that_follows_from_others_is_not_drawn()
    {
        var picture = FolderPicture.Of(HouseOrder.Core);

        Assert.Contains("    Model --> Text\n", picture, StringComparison.Ordinal);
        Assert.Contains(("Catalog", "Text"), HouseOrder.Core.BetweenFolders);
        Assert.DoesNotContain("    Catalog --> Text\n", picture, StringComparison.Ordinal);
    }
}
