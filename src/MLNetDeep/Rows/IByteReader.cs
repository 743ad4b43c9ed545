namespace MLNetDeep;

/// <summary>Reads a vector column whose values are bytes times a scale, as bytes: no copy and no conversion to floats.</summary>
internal interface IByteReader
{
    /// <summary>What each byte is multiplied by, the same for all rows.</summary>
    float Scale { get; }

    /// <summary>The bytes of all slots of the current row. They stay valid until the cursor moves.</summary>
    ReadOnlySpan<byte> Read();
}
