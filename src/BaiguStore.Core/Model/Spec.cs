namespace BaiguStore.Core.Model;

/// <summary>One row of 相关参数: name, value and unit (empty if the value has none).</summary>
public sealed record Spec(string Name, string Value, string? Unit = null)
{
    /// <summary>The value with its unit, as one cell shows it: "56 Gbps", "24".</summary>
    public override string ToString() => string.IsNullOrEmpty(Unit) ? Value : $"{Value} {Unit}";
}
