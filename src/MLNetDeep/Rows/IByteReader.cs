namespace MLNetDeep;

/// <summary>
/// Reads a vector column as bytes, without a copy or conversion to floats. The column's values are the bytes times <see cref="Scale"/>.
/// </summary>
internal interface IByteReader
{
    /// <summary>The factor that multiplies each byte, the same for all rows.</summary>
    float Scale { get; }

    /// <summary>Returns the bytes of all slots of the current row. The span is valid until the cursor moves.</summary>
    ReadOnlySpan<byte> Read();
}
