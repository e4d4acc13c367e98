using BaiguStore.Web.Tests;

[assembly: AssemblyFixture(typeof(SampleStore))]
