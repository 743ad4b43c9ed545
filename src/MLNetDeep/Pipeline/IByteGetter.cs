namespace MLNetDeep;

/// <summary>
/// What is behind the getter of a vector whose values are bytes times a scale. Who can do with the bytes is spared the copies and the
/// conversion of each row.
/// </summary>
/// <remarks>It is the target of the getter's delegate, and so is found through all views that hand on the getters of their input.</remarks>
internal interface IByteGetter
{
    /// <summary>What each byte is multiplied by; the same for all rows.</summary>
    float Scale { get; }

    /// <summary>The bytes of all slots in the row on which the cursor stands; they stay valid until it moves.</summary>
    ReadOnlySpan<byte> Read();
}
