using BaiguStore.Core.Articles;
using BaiguStore.Core.Catalog;
using BaiguStore.Core.Data;
using BaiguStore.Core.History;
using BaiguStore.Core.Pictures;
using Microsoft.EntityFrameworkCore;

namespace BaiguStore.Core.Tests.Pictures;

public sealed class PictureStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task The_same_picture_twice_is_one_row_and_each_width_has_its_bytes(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var shelf = store.Get<PictureStore>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => shelf.AddAsync(new MemoryStream(Photo.Png(700, 500)), Cancel)));
        var other = await shelf.AddAsync(new MemoryStream(Photo.Png(700, 500, tint: 0x336699)), Cancel);

        await using var db = store.Open();
        Assert.Single(taken.Select(p => p.Id).Distinct());
        Assert.NotEqual(taken[0].Key, other.Key);
        Assert.Equal(2, await db.Pictures.CountAsync(Cancel));
        Assert.Equal((700, 500, TestStore.Now), (taken[0].Width, taken[0].Height, taken[0].CreatedAt));
        Assert.Equal("RGBW", Photo.Quarters((await db.PictureBytesAsync(new(other.Key, 480), Cancel))!));
        Assert.NotNull(await db.PictureBytesAsync(new(other.Key, 700), Cancel));
        Assert.Null(await db.PictureBytesAsync(new(other.Key, 960), Cancel));
        Assert.Null(await db.PictureBytesAsync(new(new string('0', Picture.KeyLength), 480), Cancel));
    }

    [Theory, EveryDatabase]
    public async Task The_history_tells_of_pictures_and_brings_them_back(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var product = await Make.ProductAsync(db, await Make.LineAsync(db), "S1");
        List<ProductPicture> first = [new(Key('a'), 1600, 900, "正面，带 24 个端口"), new(Key('b'), 700, 500, "")];
        product.Pictures = first;
        await db.SaveChangesAsync(Cancel);
        product.Pictures = [first[1]];
        await db.SaveChangesAsync(Cancel);
        product.Pictures = [];
        await db.SaveChangesAsync(Cancel);
        Assert.Equal(0, product.PictureCount);

        var restored = await db.RestoreAsync(RevisionKind.Product, product.Id, 1, TestStore.Now, Cancel);

        await using var later = store.Open();
        var after = await later.Products.SingleAsync(Cancel);
        var was = await later.Revisions.HistoryOf(RevisionKind.Product, product.Id).OrderBy(r => r.Id).Select(r => r.Was).ToListAsync(Cancel);
        Assert.Empty(restored!.LeftOut);
        Assert.Equal(first, after.Pictures);
        Assert.Equal(2, after.PictureCount);
        Assert.Equal(["", $"{Key('a')} 1600 900 正面，带 24 个端口\n{Key('b')} 700 500", $"{Key('b')} 700 500", ""], was.Skip(1).Select(w => w["Pictures"]));
    }

    [Theory, EveryDatabase]
    public async Task Products_without_a_picture_are_counted_and_found(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        await using var db = store.Open();
        var line = await Make.LineAsync(db);
        foreach (var sku in (string[])["S1", "S2", "S3"])
            await Make.ProductAsync(db, line, sku);
        (await db.Products.SingleAsync(p => p.Sku == "S1", Cancel)).Pictures = [new(Key('a'), 480, 300, "")];
        (await db.Products.SingleAsync(p => p.Sku == "S2", Cancel)).ToBin(TestStore.Now);
        await db.SaveChangesAsync(Cancel);

        var found = await db.Products.AsNoTracking().Matching(new() { WithoutPicture = true }).ListPageAsync(ProductListOrder.Updated, null, false, 10, Cancel);

        Assert.Equal(["S3"], found.Items.Select(p => p.Sku));
        Assert.Equal(1, (await CatalogueFigures.LoadAsync(db, TestStore.Now, Cancel)).WithoutPicture);
    }

    [Theory, EveryDatabase]
    public async Task A_picture_in_an_article_comes_in_the_width_that_fits_also_when_an_earlier_state_comes_back(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var picture = await store.Get<PictureStore>().AddAsync(new MemoryStream(Photo.Png(1_200, 600)), Cancel);
        await using var db = store.Open();
        var body = $"## 机房\n\n![机柜]({new PictureAddress(picture.Key, 960)})\n\n![没有](/pictures/{Key('f')}-960.webp)";
        var article = await Make.ArticleAsync(db, body: "旧的。");
        article.Write(body, await db.PictureSizesInAsync(body, Cancel));
        await db.SaveChangesAsync(Cancel);
        var written = article.BodyHtml;
        article.Write("新的。");
        await db.SaveChangesAsync(Cancel);

        await db.RestoreAsync(RevisionKind.Article, article.Id, 1, TestStore.Now, Cancel);

        Assert.Contains($"""href="/pictures/{picture.Key}-1200.webp">""", written, StringComparison.Ordinal);
        Assert.Contains($"""width="1200" height="600" srcset="/pictures/{picture.Key}-480.webp 480w, /pictures/{picture.Key}-960.webp 960w, /pictures/{picture.Key}-1200.webp 1200w" sizes=""", written, StringComparison.Ordinal);
        Assert.Equal(1, written.Split("srcset").Length - 1); // a missing picture has no size
        Assert.Equal(written, article.BodyHtml);
    }

    [Theory]
    [InlineData("/pictures/0123456789abcdef0123456789abcdef-480.webp", 480)]
    [InlineData("/pictures/0123456789abcdef0123456789abcdef-.webp", null)]
    [InlineData("/pictures/0123456789ABCDEF0123456789abcdef-480.webp", null)]
    [InlineData("/pictures/0123456789abcdef0123456789abcdef-+480.webp", null)]
    [InlineData("/pictures/0123456789abcdef0123456789abcdef-480.png", null)]
    [InlineData("/pictures/x-480.webp", null)]
    [InlineData("/pictures/.webp", null)]
    [InlineData("https://elsewhere.example/pictures/0123456789abcdef0123456789abcdef-480.webp", null)]
    public void An_address_is_read_as_it_is_written_or_not_at_all(string path, int? width)
    {
        Assert.Equal(width, PictureAddress.Parse(path)?.Width);
        Assert.Equal(width is null ? null : path, PictureAddress.Parse(path)?.ToString());
    }

    [Fact]
    public void More_pictures_than_a_product_may_have_are_refused()
    {
        var product = new Product { Sku = "S", Name = "S", Slug = "s" };

        Assert.Throws<ArgumentOutOfRangeException>(() => product.Pictures = [.. Enumerable.Range(0, Product.MaxPictures + 1).Select(_ => new ProductPicture(Key('a'), 1, 1, ""))]);
        Assert.Empty(product.Pictures);
    }

    [Theory]
    [InlineData("x 1 1 a")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 a")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 0 1")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_line_that_is_no_picture_is_not_read(string line) => Assert.Null(ProductPicture.Parse(line));

    private static string Key(char letter) => new(letter, Picture.KeyLength);
}
