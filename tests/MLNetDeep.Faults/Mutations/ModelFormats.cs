using System.IO.Compression;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Faults.Mutations;

/// <summary>The entries of components in a model file. They are damaged inside of an intact zip.</summary>
internal static class ModelFormats
{
    private static readonly MLContext s_ml = new(seed: 1);

    public static IReadOnlyList<FileFormat> All { get; } = Create();

    private static FileFormat[] Create()
    {
        IDataView texts = s_ml.Data.LoadFromEnumerable(
            new[] { "un bon film", "un film très bon", "voir un film" }.Select((text, i) => new Row { Text = text, Label = (uint)i, Image = [1, 2, 3, 4] }));
        (string Name, IEstimator<ITransformer> Estimator)[] components =
        [
            ("BagOfWords", s_ml.Transforms.Text.BagOfWords("Out", "Text", new BagOfWordsOptions { MaxNGram = 2, StopWords = ["un"], UnknownCountColumnName = "U" })),
            ("HashedBagOfWords", s_ml.Transforms.Text.HashedBagOfWords("Out", "Text")),
            ("WordIndices", s_ml.Transforms.Text.WordIndices("Out", "Text", length: 3)),
            ("FlattenImage", s_ml.Transforms.FlattenImage("Out", "Image")),
            ("OneHotLabel", s_ml.Transforms.Conversion.OneHotLabel("Out", "Label")),
            ("MultilayerPerceptron", s_ml.Transforms.Conversion.MapValueToKey("Label").Append(s_ml.Transforms.FlattenImage("Features", "Image"))
                .Append(s_ml.MulticlassClassification.Trainers.MultilayerPerceptron(hiddenUnits: [3], epochs: 1))),
        ];
        List<FileFormat> formats = [];
        foreach ((string name, IEstimator<ITransformer> estimator) in components)
        {
            using MemoryStream saved = new();
            s_ml.Model.Save(estimator.Fit(texts), texts.Schema, saved);
            byte[] model = saved.ToArray();
            foreach ((string entry, byte[] content) in OurEntries(model))
            {
                string file = entry[(Folder(entry).Length + 1)..];
                (byte[] good, Func<byte[], byte[]> complete) = file == "Model.key" ? Settings(content) : (content, whole => whole);
                formats.Add(new($"{file} of {name}", good, damaged => Load(damaged, texts), damaged => Replace(model, entry, complete(damaged)))
                {
                    Cases = 250,
                    IsDocumented = exception => Cause(exception) is FormatException,
                });
            }
        }

        return [.. formats];
    }

    // The component's settings in Model.key begin at byte 256, and their length stands at byte 0x18. What surrounds them is ML.NET's own and
    // refers to their length, so the damage must not change it.
    private static (byte[] Good, Func<byte[], byte[]> Complete) Settings(byte[] key)
    {
        int end = 0x100 + BitConverter.ToInt32(key, 0x18);
        return (key[0x100..end], damaged =>
        {
            byte[] complete = [.. key];
            damaged.AsSpan(0, Math.Min(damaged.Length, end - 0x100)).CopyTo(complete.AsSpan(0x100));
            return complete;
        });
    }

    // The entries in the folder of the last component.
    private static IEnumerable<(string Name, byte[] Content)> OurEntries(byte[] model)
    {
        using ZipArchive archive = new(new MemoryStream(model));
        string last = archive.Entries.Select(entry => Folder(entry.FullName)).Where(name => name.StartsWith("TransformerChain", StringComparison.Ordinal)).Max(StringComparer.Ordinal)!;
        return [.. archive.Entries.Where(entry => Folder(entry.FullName) == last).Select(entry => (entry.FullName, Content(entry)))];
    }

    private static string Folder(string name) => name[..Math.Max(name.LastIndexOfAny(['/', '\\']), 0)];

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Replace(byte[] model, string name, byte[] content)
    {
        using MemoryStream changed = new();
        using (ZipArchive source = new(new MemoryStream(model)))
        using (ZipArchive target = new(changed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using Stream stream = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                stream.Write(entry.FullName == name ? content : Content(entry));
            }
        }

        return changed.ToArray();
    }

    // ML.NET wraps an exception of a loader once per level of the chain.
    private static Exception Cause(Exception exception) =>
        exception is TargetInvocationException { InnerException: { } inner } ? Cause(inner) : exception;

    private static void Load(byte[] file, IDataView rows) => DataFolder.ReadAll(s_ml.Model.Load(new MemoryStream(file), out _).Transform(rows));

    private sealed class Row
    {
        public string Text { get; set; } = "";

        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(2, 2)]
        public byte[] Image { get; set; } = [];
    }
}
