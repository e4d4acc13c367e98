namespace BaiguStore.Web.Tests.Guards.MadeUp;

internal static class Strayed;
