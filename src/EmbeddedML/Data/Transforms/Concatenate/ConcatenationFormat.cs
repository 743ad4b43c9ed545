using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ColumnConcatenatingTransformer), typeof(ConcatenationFormat), null,
    typeof(SignatureLoadModel), "Concat Transform", ConcatenationFormat.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>How a concatenation lies in a model file: the columns to make, and the names and aliases of the columns of each.</summary>
internal static class ConcatenationFormat
{
    public const string LoaderSignature = "ConcatTransform";

    private const uint VersionWithAliases = 0x00010002;
    private const uint CurrentVersion = 0x00010003;

    private static readonly VersionInfo s_version = new(
        modelSignature: "CONCAT F",
        verWrittenCur: CurrentVersion,
        verReadableCur: CurrentVersion,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature,
        loaderSignatureAlt: "ConcatFunction");

    public static void Save(ModelSaveContext ctx, IReadOnlyList<Concatenation> concatenations)
    {
        ctx.SetVersionInfo(s_version);
        ctx.Writer.Write(concatenations.Count);
        foreach (Concatenation concatenation in concatenations)
        {
            ctx.SaveNonEmptyString(concatenation.Name);
            ctx.Writer.Write(concatenation.Sources.Count);
            foreach ((string name, string? alias) in concatenation.Sources)
            {
                ctx.SaveNonEmptyString(name);
                ctx.SaveString(alias);
            }
        }
    }

    private static ColumnConcatenatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(s_version);
        return new ColumnConcatenatingTransformer(env, ctx.ModelVersionWritten >= CurrentVersion ? Load(ctx) : LoadOld(ctx));
    }

    private static Concatenation[] Load(ModelLoadContext ctx)
    {
        var concatenations = new Concatenation[ReadCount(ctx, "columns")];
        for (int i = 0; i < concatenations.Length; i++)
        {
            string output = ctx.LoadNonEmptyString();
            var sources = new (string, string?)[ReadCount(ctx, "input columns")];
            for (int j = 0; j < sources.Length; j++)
            {
                string name = ctx.LoadNonEmptyString();
                sources[j] = (name, ctx.LoadString());
            }
            concatenations[i] = new Concatenation(output, sources);
        }
        return concatenations;
    }

    // All names came first; then, per column, the aliases behind the numbers of their sources, ended by -1.
    private static Concatenation[] LoadOld(ModelLoadContext ctx)
    {
        if (ctx.Reader.ReadInt32() != sizeof(float))
            throw new FormatException("The model was written for numbers of another size.");
        var names = new string[ReadCount(ctx, "columns")];
        var sources = new (string Name, string? Alias)[names.Length][];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = ctx.LoadNonEmptyString();
            sources[i] = new (string, string?)[ReadCount(ctx, "input columns")];
            for (int j = 0; j < sources[i].Length; j++)
                sources[i][j].Name = ctx.LoadNonEmptyString();
        }
        for (int i = 0; i < names.Length && ctx.ModelVersionWritten >= VersionWithAliases; i++)
        {
            for (int j = ctx.Reader.ReadInt32(); j != -1; j = ctx.Reader.ReadInt32())
                sources[i][j].Alias = ctx.LoadNonEmptyString();
        }
        return names.Zip(sources, (name, parts) => new Concatenation(name, parts)).ToArray();
    }

    private static int ReadCount(ModelLoadContext ctx, string what)
    {
        int count = ctx.Reader.ReadInt32();
        ctx.CheckCount(count, sizeof(int), what);
        return count > 0 ? count : throw new FormatException($"The model has a concatenation of no {what}.");
    }
}
