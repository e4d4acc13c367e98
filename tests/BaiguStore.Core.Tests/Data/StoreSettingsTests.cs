using BaiguStore.Core.Data;
using Microsoft.Extensions.Configuration;

namespace BaiguStore.Core.Tests.Data;

public sealed class StoreSettingsTests
{
    [Fact]
    public void Without_any_setting_the_store_keeps_a_file_below_its_own_folder()
    {
        var settings = Read();

        Assert.Equal(DatabaseProvider.Sqlite, settings.Provider);
        Assert.Equal(Path.GetFullPath("/store/App_Data"), settings.DataPath);
        Assert.Contains(Path.Combine(settings.DataPath, "store.db"), settings.ConnectionString, StringComparison.Ordinal);
        Assert.Equal(SeedMode.Samples, settings.Seed);
    }

    [Theory]
    [InlineData("postgres", "Host=x", DatabaseProvider.Postgres)]
    [InlineData("SQLSERVER", "Server=x", DatabaseProvider.SqlServer)]
    [InlineData("  ", "Data Source=x", DatabaseProvider.Sqlite)]
    public void A_provider_is_known_by_its_name_in_any_case(string given, string connection, DatabaseProvider expected)
    {
        var settings = Read((StoreSettings.ProviderKey, given), (StoreSettings.ConnectionKey, connection));

        Assert.Equal((expected, connection), (settings.Provider, settings.ConnectionString));
    }

    [Theory]
    [InlineData("Postgres", "Server=(localdb)\\x;Trusted_Connection=True;MultipleActiveResultSets=true")]
    [InlineData("SqlServer", "Host=x")]
    [InlineData("Sqlite", "Host=x")]
    [InlineData("Sqlite", "no connection string")]
    public void A_connection_string_of_another_provider_is_refused_by_its_key(string provider, string connection) =>
        Assert.Equal(
            StoreSettings.ConnectionKey,
            Assert.Throws<BadSettingException>(() => Read((StoreSettings.ProviderKey, provider), (StoreSettings.ConnectionKey, connection))).Key);

    [Theory]
    [InlineData(StoreSettings.ProviderKey, "MySql", "Postgres")]
    [InlineData(StoreSettings.ProviderKey, "1", "SqlServer")]
    [InlineData(StoreSettings.ProviderKey, "Sqlite,Postgres", "Sqlite")]
    [InlineData(StoreSettings.SeedKey, "all", "Samples")]
    public void A_value_that_is_not_allowed_is_refused_with_its_key_and_the_allowed_ones(string key, string value, string allowed)
    {
        var refused = Assert.Throws<BadSettingException>(() => Read((key, value)));

        Assert.Equal(key, refused.Key);
        Assert.StartsWith(key + ":", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Postgres")]
    [InlineData("SqlServer")]
    public void A_server_needs_a_connection_string(string provider) =>
        Assert.Equal(StoreSettings.ConnectionKey, Assert.Throws<BadSettingException>(() => Read((StoreSettings.ProviderKey, provider))).Key);

    [Fact]
    public void A_data_folder_that_cannot_be_made_is_refused_by_its_key()
    {
        var file = Path.GetTempFileName();
        var settings = Read((StoreSettings.DataPathKey, Path.Combine(file, "below-a-file")));

        Assert.Equal(StoreSettings.DataPathKey, Assert.Throws<BadSettingException>(settings.MakeDataPath).Key);
        File.Delete(file);
    }

    private static StoreSettings Read(params (string Key, string Value)[] values) => StoreSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build(), "/store");
}
