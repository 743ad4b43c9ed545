using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Text;

[assembly: LoadableClass(typeof(CustomStopWordsRemovingTransformer), typeof(CustomStopWordsFormat), null,
    typeof(SignatureLoadModel), "Custom Stopwords Remover Transform", CustomStopWordsFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms.Text;

/// <summary>
/// How a removal of given words lies in a model file: the columns and the words, and the same words as text for people.
/// A folder for the words is there as well, but has nothing in it but its version.
/// </summary>
internal static class CustomStopWordsFormat
{
    public const string LoaderSignature = "CustomStopWords";

    private const string Folder = "Stopwords";

    public static readonly VersionInfo Version = new(
        modelSignature: "CSTOPWRD",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    private static readonly VersionInfo s_folderVersion = new(
        modelSignature: "STOPWRDM",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: "CustomStopWordsManager");

    /// <summary>Writes what follows the columns.</summary>
    public static void Save(ModelSaveContext ctx, StopWordList list)
    {
        ctx.SaveSubModel(Folder, folder =>
        {
            folder.SetVersionInfo(s_folderVersion);
            ctx.SaveTextStream("Stopwords.txt", writer =>
            {
                for (int i = 0; i < list.Words.Count; i++)
                    writer.WriteLine($"{i}\t{list.Words[i]}");
            });
        });
        ctx.Writer.Write(list.Words.Count);
        foreach (string word in list.Words)
            ctx.SaveString(word);
    }

    private static CustomStopWordsRemovingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        if (!ctx.TryProcessSubModel(Folder, folder => folder.CheckVersionInfo(s_folderVersion)))
            throw new FormatException($"The model has no folder '{Folder}' for the words that are removed.");
        int count = ctx.Reader.ReadInt32();
        ctx.CheckCount(count, sizeof(int), "words");
        var words = new string[count];
        for (int i = 0; i < count; i++)
            words[i] = ctx.LoadNonEmptyString();
        return new CustomStopWordsRemovingTransformer(env, columns, new StopWordList(words));
    }
}
