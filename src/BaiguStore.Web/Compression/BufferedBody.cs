namespace BaiguStore.Web.Compression;

/// <summary>The body of an answer that is cached: it is made once and sent often, so <see cref="BrotliAtOnce"/> compresses it well.</summary>
public sealed class BufferedBody : MemoryStream;
