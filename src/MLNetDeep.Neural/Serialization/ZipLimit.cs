namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// How many bytes of a zip's entries are read, as protection from zip bombs: deflate expands a thousandfold, so that a file of 1 MB could fill a
/// memory of 1 GB, and the bytes really arrive. Weights and JSON do not expand 20 times.
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
