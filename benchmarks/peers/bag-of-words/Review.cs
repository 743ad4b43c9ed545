using System.IO.Compression;

namespace MLNetDeep.Benchmarks.BagOfWordsPeer;

/// <summary>A row: a review and whether it is positive.</summary>
internal sealed class Review
{
    public string Text { get; set; } = "";

    public bool Label { get; set; }

    /// <summary>The rows of a gzipped file with a header, and on each line 1 or 0, a tab and a text.</summary>
    public static Review[] ReadAll(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split('\t', 2))
            .Select(fields => new Review { Label = fields[0] == "1", Text = fields[1] })
            .ToArray();
    }
}
