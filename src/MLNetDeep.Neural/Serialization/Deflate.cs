namespace MLNetDeep.Neural.Serialization;

/// <summary>What is known of the deflate compression of zip and gzip.</summary>
internal static class Deflate
{
    /// <summary>Returns the largest number of bytes that a compressed file or entry of a length can hold: deflate expands at most 1,032 times.</summary>
    public static long MaxContentLength(long compressedLength) => 1032 * compressedLength;
}
