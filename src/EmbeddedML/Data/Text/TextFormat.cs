namespace Microsoft.ML.Data;

/// <summary>How the lines of a text file are made of fields.</summary>
internal sealed class TextFormat
{
    /// <summary>The field number that stands for the end of the line, wherever it is.</summary>
    public const int EndOfLine = int.MaxValue;

    public required char[] Separators { get; init; }

    public required char EscapeChar { get; init; }

    public required char DecimalMarker { get; init; }

    public required TextFlags Flags { get; init; }

    /// <summary>The number of fields of a line; 0 where it is not known.</summary>
    public required int InputSize { get; init; }

    public bool HasHeader => (Flags & TextFlags.HasHeader) != 0;

    public bool AllowQuoting => (Flags & TextFlags.AllowQuoting) != 0;

    public bool AllowSparse => (Flags & TextFlags.AllowSparse) != 0;

    public bool TrimWhitespace => (Flags & TextFlags.TrimWhitespace) != 0;

    public bool ReadMultilines => (Flags & TextFlags.ReadMultilines) != 0;

    public bool MissingRealsAsNaNs => (Flags & TextFlags.MissingRealsAsNaNs) != 0;

    public bool IsSeparator(char c)
    {
        foreach (char separator in Separators)
        {
            if (c == separator)
                return true;
        }
        return false;
    }
}
