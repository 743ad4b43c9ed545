namespace MLNetDeep.Data;

/// <summary>The names of the parts of the Large Movie Review Dataset, in folders and arrays.</summary>
internal static class ImdbSplits
{
    public static readonly string[] All = ["train", "test"];

    public static string[] Names(ImdbSplit split) => split == ImdbSplit.All ? All : [All[(int)split]];
}
