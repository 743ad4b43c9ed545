using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ColumnSelectingTransformer), typeof(ColumnSelectionFormat), null,
    typeof(SignatureLoadModel), "Select Columns Transform", ColumnSelectionFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How a selection of columns lies in a model file: whether they are kept, two options, and their names.</summary>
internal static class ColumnSelectionFormat
{
    public const string LoaderSignature = "SelectColumnsTransform";

    private static readonly VersionInfo s_version = new(
        modelSignature: "SELCOLST",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    public static void Save(ModelSaveContext ctx, ColumnSelection selection)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.Writer.Write(selection.Keep);
        ctx.Writer.Write(selection.KeepHidden);
        ctx.Writer.Write(selection.IgnoreMissing);
        ctx.Writer.Write(selection.Names.Length);
        foreach (string name in selection.Names)
            ctx.SaveNonEmptyString(name);
    }

    private static ColumnSelectingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(s_version);
        bool keep = ctx.Reader.ReadBoolean();
        bool keepHidden = ctx.Reader.ReadBoolean();
        bool ignoreMissing = ctx.Reader.ReadBoolean();
        int count = ctx.Reader.ReadInt32();
        ctx.CheckCount(count, sizeof(int), "columns");
        var names = new string[count];
        for (int i = 0; i < count; i++)
            names[i] = ctx.LoadNonEmptyString();
        return new ColumnSelectingTransformer(env, new ColumnSelection(names, keep, keepHidden, ignoreMissing));
    }
}
