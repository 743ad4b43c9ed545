using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ValueToKeyMappingTransformer), typeof(ValueToKeyMappingFormat), null,
    typeof(SignatureLoadModel), "Term Transform", ValueToKeyMappingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>
/// How a mapping to keys lies in a model file: the columns, whether each one's key values are text, and a folder with the
/// values of each, which also lists them as text for people.
/// </summary>
internal static class ValueToKeyMappingFormat
{
    public const string LoaderSignature = "TermTransform";

    private const string VocabularyFolder = "Vocabulary";
    private const uint VersionWithTypes = 0x00010003;
    private const uint VocabularyVersionWithTypes = 0x00010002;

    public static readonly VersionInfo Version = new(
        modelSignature: "TERMTRNF",
        verWrittenCur: VersionWithTypes,
        verReadableCur: VersionWithTypes,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    private static readonly VersionInfo s_vocabularyVersion = new(
        modelSignature: "TERM MAN",
        verWrittenCur: VocabularyVersionWithTypes,
        verReadableCur: VocabularyVersionWithTypes,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: "TermManager");

    /// <summary>Writes what follows the columns.</summary>
    public static void Save(ModelSaveContext ctx, TermMap[] maps, bool[] keyValuesAsText)
    {
        foreach (bool asText in keyValuesAsText)
            ctx.Writer.Write(asText);
        ctx.SaveSubModel(VocabularyFolder, vocabulary =>
        {
            vocabulary.CheckAtModel();
            vocabulary.SetVersionInfo(s_vocabularyVersion);
            vocabulary.Writer.Write(maps.Length);
            foreach (TermMap map in maps)
                map.Save(vocabulary);
            vocabulary.SaveTextStream("Terms.txt", writer =>
            {
                foreach (TermMap map in maps)
                    map.WriteText(writer);
            });
        });
    }

    private static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        var keyValuesAsText = new bool[columns.Length];
        for (int i = 0; i < columns.Length && ctx.ModelVersionWritten >= VersionWithTypes; i++)
            keyValuesAsText[i] = ctx.Reader.ReadBoolean();

        TermMap[] maps = [];
        if (!ctx.TryProcessSubModel(VocabularyFolder, vocabulary => maps = LoadVocabulary(vocabulary, columns.Length)))
            throw new FormatException($"The model has no folder '{VocabularyFolder}' with the values that are mapped to keys.");
        return new ValueToKeyMappingTransformer(env.Register(ValueToKeyMappingTransformer.RegistrationName), columns, maps, keyValuesAsText);
    }

    private static TermMap[] LoadVocabulary(ModelLoadContext ctx, int count)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(s_vocabularyVersion);
        int stored = ctx.Reader.ReadInt32();
        if (stored != count)
            throw new FormatException($"The model maps {count} columns to keys, but has the values of {stored}.");
        var maps = new TermMap[count];
        for (int i = 0; i < count; i++)
            maps[i] = ctx.ModelVersionWritten >= VocabularyVersionWithTypes ? TermMapFormat.Load(ctx) : TermMapFormat.LoadTexts(ctx);
        return maps;
    }
}
