namespace BaiguStore.Web;

/// <summary>Names the one resource of all UI texts: `Resources/Ui.en.resx`. The key of each text is the Chinese text itself.</summary>
public sealed class Ui;
