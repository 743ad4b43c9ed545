namespace Microsoft.ML.Data;

/// <summary>Reads the first lines of a source, from which the number of fields and the names of slots are taken.</summary>
internal static class SampleLines
{
    /// <summary>The first lines that are neither empty nor comments.</summary>
    public static List<string> Read(IMultiStreamSource source, int count, TextFormat format)
    {
        var lines = new List<string>();
        using var blocks = new BlockSource(source, WithoutHeader(format), count);
        var block = new TextBlock([]);
        while (lines.Count < count && blocks.TryFill(block))
        {
            for (int row = 0; row < block.RowCount; row++)
                lines.Add(block.Line(row).ToString());
        }
        return lines;
    }

    // The line of names is one of the sample.
    private static TextFormat WithoutHeader(TextFormat format) => new()
    {
        Separators = format.Separators,
        EscapeChar = format.EscapeChar,
        DecimalMarker = format.DecimalMarker,
        Flags = format.Flags & ~TextFlags.HasHeader,
        InputSize = format.InputSize,
    };
}
