using System.Text;

namespace MLNetDeep.Data;

/// <summary>
/// Reads reviews from the folders train/pos, train/neg, test/pos and test/neg, one text file per review. Positive and negative reviews
/// alternate; each kind is sorted by file name (ordinal).
/// </summary>
internal sealed class ImdbFolder : LabelledTexts
{
    private const string Positive = "pos";
    private const string Negative = "neg";

    private static readonly string[] s_splits = ["train", "test"];

    private readonly (string Path, bool Label)[] _files;

    private readonly Encoding? _encoding;

    private ImdbFolder((string Path, bool Label)[] files, Encoding? encoding)
    {
        _files = files;
        _encoding = encoding;
    }

    public override long? Count => _files.Length;

    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">A folder contains no reviews.</exception>
    public static ImdbFolder Open(string folder, ImdbSplit split, ImdbOptions options)
    {
        string[] names = split == ImdbSplit.All ? s_splits : [s_splits[(int)split]];
        return new ImdbFolder(
            [.. names.SelectMany(name => Alternate(Find(folder, name, Positive), Find(folder, name, Negative)))], options.Encoding);
    }

    public override IEnumerable<LabelledText> Read(bool withTexts) =>
        _files.Select(file => new LabelledText(withTexts ? TextFile.ReadAll(file.Path, _encoding) : "", file.Label));

    private static string[] Find(string folder, string split, string label)
    {
        string path = Path.Combine(folder, split, label);
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException(
                $"The folder '{Path.GetFullPath(path)}' does not exist; reviews are expected in train/pos, train/neg, test/pos and test/neg.");
        }

        string[] files = Directory.GetFiles(path, "*.txt");
        if (files.Length == 0)
        {
            throw new FileNotFoundException($"The folder '{Path.GetFullPath(path)}' contains no reviews (*.txt).", path);
        }

        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static IEnumerable<(string Path, bool Label)> Alternate(string[] positive, string[] negative)
    {
        for (int i = 0; i < Math.Max(positive.Length, negative.Length); i++)
        {
            if (i < positive.Length)
            {
                yield return (positive[i], true);
            }

            if (i < negative.Length)
            {
                yield return (negative[i], false);
            }
        }
    }
}
