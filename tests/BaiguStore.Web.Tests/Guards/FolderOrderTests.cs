namespace BaiguStore.Web.Tests.Guards;

/// <summary>Folders form an order without circles; <see cref="HouseOrder"/> says which.</summary>
public sealed class FolderOrderTests
{
    private static readonly FolderOrder MadeUp =
        new(typeof(FolderOrderTests).Assembly, "BaiguStore.Web.Tests.Guards.MadeUp", "tests/BaiguStore.Web.Tests/Guards/MadeUp", ["Ground", "Roof"]);

    public static TheoryData<string> Kept => [.. HouseOrder.Kept.Keys];

    [Theory, MemberData(nameof(Kept))]
    public void No_type_uses_a_folder_above_its_own(string project) => Assert.Empty(HouseOrder.Kept[project].Wrong);

    [Theory, MemberData(nameof(Kept))]
    public void A_wrong_arrow_that_is_mended_is_known_no_more(string project) => Assert.Empty(HouseOrder.Kept[project].Mended);

    [Theory, MemberData(nameof(Kept))]
    public void No_file_imports_a_folder_above_its_own(string project) => Assert.Empty(HouseOrder.Kept[project].WrongUsings);

    [Theory, MemberData(nameof(Kept))]
    public void Every_folder_has_its_place_in_the_order(string project) => Assert.Empty(HouseOrder.Kept[project].WithoutPlace);

    [Theory, MemberData(nameof(Kept))]
    public void Namespaces_are_those_of_their_folders(string project) => Assert.Empty(HouseOrder.Kept[project].WrongNamespaces);

    /// <summary>Each way in which code uses a type. An arrow down, from roof to ground, is none of them.</summary>
    [Theory]
    [InlineData("ByField")]
    [InlineData("ByBase")]
    [InlineData("ByAttribute")]
    [InlineData("ByGenericArgument")]
    [InlineData("ByCall")]
    [InlineData("ByExtension")]
    [InlineData("ByLambda")]
    [InlineData("ByLocalFunction")]
    [InlineData("ByAwait")]
    [InlineData("ByIterator")]
    [InlineData("ByTypeOf")]
    public void A_made_up_arrow_upwards_is_found_with_both_types(string type)
    {
        var found = MadeUp.Wrong.Where(a => a.From.EndsWith("." + type, StringComparison.Ordinal)).Select(a => a.ToString());

        Assert.Contains($"Ground: BaiguStore.Web.Tests.Guards.MadeUp.Ground.{type} uses BaiguStore.Web.Tests.Guards.MadeUp.Roof.Tile of Roof",
            found.Select(text => text.Replace("TileExtensions", "Tile", StringComparison.Ordinal)
                .Replace("TileAttribute", "Tile", StringComparison.Ordinal)));
        Assert.All(MadeUp.Wrong, a => Assert.Equal("Ground", a.FromFolder));
    }

    [Fact]
    public void A_constant_of_a_higher_folder_is_found_by_its_import() =>
        Assert.Contains("BaiguStore.Web.Tests.Guards.MadeUp.Ground.ByConstant uses BaiguStore.Web.Tests.Guards.MadeUp.Roof", MadeUp.WrongUsings);

    [Fact]
    public void A_namespace_that_is_not_its_folders_is_named() =>
        Assert.Equal(["BaiguStore.Web.Tests.Guards.MadeUp.Roof.Strayed: BaiguStore.Web.Tests.Guards.MadeUp"], MadeUp.WrongNamespaces);

    [Fact]
    public void A_type_of_the_hub_may_use_what_is_above_it() =>
        Assert.DoesNotContain((MadeUp with { Hub = ["Ground.ByField"] }).Wrong, a => a.From.EndsWith(".ByField", StringComparison.Ordinal));

    [Fact]
    public void A_wrong_arrow_is_left_out_only_while_it_is_known_and_there()
    {
        var known = MadeUp with { Known = [("Ground.ByField", "Roof.Tile"), ("Ground.ByNothing", "Roof.Tile")] };

        Assert.Equal(MadeUp.Wrong.Count - 1, known.Wrong.Count);
        Assert.Equal([("Ground.ByNothing", "Roof.Tile")], known.Mended);
    }

    [Fact]
    public void A_folder_that_is_not_in_the_order_is_named() =>
        Assert.Contains("BaiguStore.Web.Tests.Guards.MadeUp.Roof.Tile", (MadeUp with { FromTheGround = ["Ground"] }).WithoutPlace);
}
