namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Limits on the uncompressed bytes that are read from a zip, against zip bombs. Deflate compresses up to about 1,000 times, so a file of 1 MB
/// can expand to 1 GB. Trained weights and JSON compress less than 20 times.
/// </summary>
internal static class ZipLimit
{
    private const long PerByte = 20;
    private const long Small = 1 << 16;
    private const long Normal = 1 << 20;
    private const long Large = 1 << 24;

    /// <summary>Returns the limit for files of programs that do not compress, such as PyTorch and Keras, and for architectures.</summary>
    /// <param name="fileLength">The length of the zip in bytes.</param>
    public static long OfContent(long fileLength) => Normal + (PerByte * fileLength);

    /// <summary>Returns the limit for pickles, whose values take many times their bytes.</summary>
    /// <param name="fileLength">The length of the zip in bytes.</param>
    public static long OfPickle(long fileLength) => Small + (PerByte * fileLength);

    /// <summary>Returns the limit for weights in a zip that ML.NET compressed: weights that were never trained may be all zeros.</summary>
    /// <param name="fileLength">The length of the zip in bytes.</param>
    public static long OfWeights(long fileLength) => Large + (PerByte * fileLength);
}
