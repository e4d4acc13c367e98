using BaiguStore.Tests;
using BaiguStore.Web.Tests;
using BaiguStore.Web.Tests.Fuzz;
using BaiguStore.Web.Tests.Nodes;
using BaiguStore.Web.Tests.PageCache;
using BaiguStore.Web.Tests.Start;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(SampleStore))]
[assembly: TestCollectionOrderer(typeof(WebOrder))]

namespace BaiguStore.Web.Tests;

public sealed class WebOrder() : LongestFirst(
    [typeof(TwoNodesTests), typeof(FuzzTests), typeof(KilledNodeTests), typeof(LostDatabaseTests), typeof(FirstStartTests), typeof(CachedPageTests)],
    isLast: type => type.GetConstructors().Any(c => c.GetParameters().Any(p => p.ParameterType == typeof(SampleStore))));
