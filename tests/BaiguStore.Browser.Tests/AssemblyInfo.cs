using BaiguStore.Browser.Tests;
using BaiguStore.Browser.Tests.Journeys;
using BaiguStore.Browser.Tests.Pages;
using BaiguStore.Tests;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Street))]
[assembly: TestCollectionOrderer(typeof(BrowserOrder))]

namespace BaiguStore.Browser.Tests;

public sealed class BrowserOrder() : LongestFirst(
    [
        typeof(EditedStore), typeof(AccessibilityTests), typeof(LoadingTests), typeof(StaffTests), typeof(InquirySendingTests),
        typeof(ProductEditingTests), typeof(LayoutTests), typeof(PictureTests),
    ],
    isLast: _ => false);
