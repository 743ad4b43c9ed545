using System.IO.Compression;

namespace MLNetDeep.Peers;

/// <summary>A review and its label: true if the review is positive.</summary>
internal sealed class Review
{
    public string Text { get; set; } = "";

    public bool Label { get; set; }

    /// <summary>
    /// Reads the reviews from the gzipped file whose path is in the environment variable PEERS_REVIEWS. The file has a header line; each
    /// further line is 1 or 0, a tab and a text.
    /// </summary>
    public static Review[] ReadAll()
    {
        string path = Environment.GetEnvironmentVariable("PEERS_REVIEWS")
            ?? throw new InvalidOperationException("The environment variable PEERS_REVIEWS is not set; benchmarks/peers/run.sh sets it.");
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split('\t', 2))
            .Select(fields => new Review { Label = fields[0] == "1", Text = fields[1] })
            .ToArray();
    }
}
