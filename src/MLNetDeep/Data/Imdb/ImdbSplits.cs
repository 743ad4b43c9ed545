namespace MLNetDeep.Data;

/// <summary>The names of the splits in the folders and arrays of the Large Movie Review Dataset.</summary>
internal static class ImdbSplits
{
    public static readonly string[] All = ["train", "test"];

    public static string[] Names(ImdbSplit split) => split == ImdbSplit.All ? All : [All[(int)split]];
}
