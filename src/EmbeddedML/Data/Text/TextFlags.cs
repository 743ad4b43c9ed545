namespace Microsoft.ML.Data;

/// <summary>The options of a text loader that are on or off, as they are stored in model files.</summary>
[Flags]
internal enum TextFlags : uint
{
    None = 0,
    TrimWhitespace = 0x01,
    HasHeader = 0x02,
    AllowQuoting = 0x04,
    AllowSparse = 0x08,
    ReadMultilines = 0x10,
    MissingRealsAsNaNs = 0x20,
}
