using Microsoft.ML;
using MLNetDeep.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Faults.Mutations;

/// <summary>The formats of texts.</summary>
internal static class TextDataFormats
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly DataFolder s_folder = new();

    public static IReadOnlyList<FileFormat> All { get; } = Create();

    private static FileFormat[] Create()
    {
        byte[] sentences = "good film\t1\nbad, \"very\" bad\t0\nété 中\t1\n"u8.ToArray();
        byte[] csv = "review,sentiment\r\n\"One, \"\"two\"\"<br />\",positive\r\nplain é 中,negative\r\n\"a\r\n\nb\",negative\n\n\"\",positive\n"u8.ToArray();
        byte[] words = """{"the": 1, "film": 2, "bon": 3, "voir": 300, "éte": 70000}"""u8.ToArray();
        string imdb = s_folder.Write("imdb.npz", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "imdb-p5.npz")));
        return
        [
            new("word_index.json", words, file =>
            {
                s_folder.Write("word_index.json", file);
                Read(s_ml.Data.LoadImdb(imdb, ImdbSplit.Train));
            }),
            new("IMDB as CSV", csv, file => Read(s_ml.Data.LoadImdb(s_folder.Write("x.csv", file), ImdbSplit.Train))),
            new("sentences", sentences, ReadSentences),
            new("sentences in gzip", Idx.Gzip(sentences), ReadSentences),
            new("labelled texts", csv, file => Read(s_ml.Data.LoadTexts(s_folder.Write("x.csv", file)))),
            new("texts by line", sentences, file => Read(s_ml.Data.LoadTextLines(s_folder.Write("x.txt", file)))),
        ];
    }

    private static void ReadSentences(byte[] file)
    {
        s_folder.Write("yelp_labelled.tsv", file);
        Read(s_ml.Data.LoadSentences(s_folder.FullName, SentenceSource.Yelp));
    }

    private static void Read(IDataView view) => DataFolder.ReadAll(view);
}
