using System.Text;

namespace MLNetDeep.Data;

/// <summary>Reads sentences from text files. Each line has a sentence, a tab and a label: 1 for positive, 0 for negative.</summary>
internal sealed class SentenceFiles : LabelledTexts
{
    private static readonly string[] s_names = ["amazon_cells_labelled", "imdb_labelled", "yelp_labelled"];
    private static readonly string[] s_extensions = [".tsv.gz", ".tsv", ".txt.gz", ".txt"];

    private readonly string[] _paths;

    private readonly Encoding? _encoding;

    private SentenceFiles(string[] paths, Encoding? encoding)
    {
        _paths = paths;
        _encoding = encoding;
    }

    public override long? Count => null;

    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static SentenceFiles Open(string folder, SentenceSource source, Encoding? encoding)
    {
        string[] names = source == SentenceSource.All ? s_names : [s_names[(int)source - 1]];
        return new SentenceFiles(Array.ConvertAll(names, name => Find(folder, name)), encoding);
    }

    public override IEnumerable<LabelledText> Read(bool withTexts) => _paths.SelectMany(path => Read(path, withTexts));

    private IEnumerable<LabelledText> Read(string path, bool withTexts)
    {
        using TextFile file = new(path, _encoding);
        long line = 1;
        for (; file.ReadLine() is string text; line++)
        {
            // The sentence itself may contain tabs.
            int tab = text.LastIndexOf('\t');
            if (tab < 0)
            {
                throw new InvalidDataException($"'{path}' at line {line}: there is no tab between sentence and label.");
            }

            bool label = text[(tab + 1)..] switch
            {
                "1" => true,
                "0" => false,
                string other => throw new InvalidDataException($"'{path}' at line {line}: the label is '{other}', but 1 or 0 is needed."),
            };
            yield return new LabelledText(withTexts ? text[..tab] : "", label);
        }

        if (line == 1)
        {
            throw new InvalidDataException($"'{path}' is empty, but it should have a sentence in each line.");
        }
    }

    private static string Find(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return s_extensions.Select(extension => path + extension).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"There is no '{Path.GetFullPath(path)}' with any of the extensions {string.Join(", ", s_extensions)}.", path);
    }
}
