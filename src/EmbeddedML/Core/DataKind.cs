namespace Microsoft.ML.Data;

/// <summary>The types that values of a text file can be read as.</summary>
public enum DataKind : byte
{
    /// <summary>Signed 8-bit integers.</summary>
    SByte = 1,

    /// <summary>Unsigned 8-bit integers.</summary>
    Byte = 2,

    /// <summary>Signed 16-bit integers.</summary>
    Int16 = 3,

    /// <summary>Unsigned 16-bit integers.</summary>
    UInt16 = 4,

    /// <summary>Signed 32-bit integers.</summary>
    Int32 = 5,

    /// <summary>Unsigned 32-bit integers.</summary>
    UInt32 = 6,

    /// <summary>Signed 64-bit integers.</summary>
    Int64 = 7,

    /// <summary>Unsigned 64-bit integers.</summary>
    UInt64 = 8,

    /// <summary>Single-precision numbers.</summary>
    Single = 9,

    /// <summary>Double-precision numbers.</summary>
    Double = 10,

    /// <summary>Texts.</summary>
    String = 11,

    /// <summary>True and false.</summary>
    Boolean = 12,

    /// <summary>Lengths of time.</summary>
    TimeSpan = 13,

    /// <summary>Points in time.</summary>
    DateTime = 14,

    /// <summary>Points in time with an offset.</summary>
    DateTimeOffset = 15,
}
