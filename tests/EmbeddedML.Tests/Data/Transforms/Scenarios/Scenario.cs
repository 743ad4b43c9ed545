using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>An estimator, the data to fit it to, and other data on which the fitted transformer is applied.</summary>
/// <param name="Name">The name, unique, under which what Microsoft.ML makes of it is recorded.</param>
/// <param name="Estimator">Makes the estimator.</param>
/// <param name="Train">The data to fit to.</param>
/// <param name="Apply">Other data to transform; by default the same.</param>
/// <param name="KeepsFile">Whether the model file that Microsoft.ML writes is kept whole.</param>
internal sealed record Scenario(
    string Name, Func<TransformsCatalog, IEstimator<ITransformer>> Estimator, IDataView Train, IDataView? Apply = null, bool KeepsFile = false)
{
    /// <summary>The scenarios by the name of the file in which they are recorded.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Scenario>> Groups { get; } = new Dictionary<string, IReadOnlyList<Scenario>>
    {
        ["Columns"] = ColumnScenarios.All,
        ["Keys"] = KeyScenarios.All,
        ["Normalizers"] = NormalizerScenarios.All,
        ["MissingValues"] = MissingValueScenarios.All,
        ["Texts"] = TextScenarios.All,
        ["Ngrams"] = NgramScenarios.All,
        ["Conversions"] = ConversionScenarios.All,
        ["ValueMaps"] = ValueMapScenarios.All,
        ["CustomMappings"] = CustomMappingScenarios.All,
    };

    /// <summary>What the estimator says of its output's shape, and what the fitted transformer makes of the data.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="transformer">What fitting gave, perhaps saved and loaded since.</param>
    /// <param name="inputShape">The shape of the data; ML.NET makes it of the schema in a method that is not public.</param>
    public string Describe(IEstimator<ITransformer> estimator, ITransformer transformer, SchemaShape inputShape)
    {
        IDataView data = Apply ?? Train;
        return $"shape\n{ViewText.Changes(inputShape, estimator.GetOutputSchema(inputShape))}data\n{ViewText.Changes(data.Schema, transformer.Transform(data))}";
    }

    /// <summary>What lies in a model file: for each entry its length and checksum. What is not the transformer's is left out.</summary>
    public static string DescribeFile(Stream modelFile)
    {
        using var zip = new ZipArchive(modelFile, ZipArchiveMode.Read);
        var text = new StringBuilder("file\n");
        foreach (ZipArchiveEntry entry in zip.Entries.OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            if (!entry.FullName.StartsWith("TransformerChain", StringComparison.Ordinal))
                continue;
            var content = new MemoryStream();
            using (Stream stream = entry.Open())
                stream.CopyTo(content);
            byte[] bytes = content.ToArray();
            MaskOwnVersion(bytes);
            if (entry.FullName.EndsWith(".txt", StringComparison.Ordinal))
                bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n"));
            text.Append(CultureInfo.InvariantCulture, $"{entry.FullName.Replace('\\', '/')} {bytes.Length} {Convert.ToHexString(SHA256.HashData(bytes))[..16]}\n");
        }
        return text.ToString();
    }

    public override string ToString() => Name;

    // A custom mapping's entry names the assembly that has its code: this one here, another of its name where it was recorded.
    private static void MaskOwnVersion(Span<byte> content)
    {
        int start = content.IndexOf(Encoding.Unicode.GetBytes("EmbeddedML.Tests, Version="));
        if (start < 0)
            return;
        Span<char> name = MemoryMarshal.Cast<byte, char>(content[start..]);
        for (int i = name.IndexOf('=') + 1; name[i] != ','; i++)
            name[i] = name[i] == '.' ? '.' : '0';
    }
}
