namespace BaiguStore.Browser.Tests.Pages;

/// <summary>Every kind of page in both languages.</summary>
internal static class EveryPage
{
    public static TheoryData<string, string> InBothLanguages() => [.. Addresses.Kinds.SelectMany(kind => new[] { (kind, "zh-CN"), (kind, "en") })];

    public static bool IsEnglish(string language) => language == "en";
}
