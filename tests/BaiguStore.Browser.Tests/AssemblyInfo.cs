using BaiguStore.Browser.Tests;

[assembly: AssemblyFixture(typeof(Street))]
