using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Encodes a label as a one-hot vector; see <see cref="OneHotLabelEstimator"/>.</summary>
public sealed class OneHotLabelTransformer : RowTransformer
{
    private static readonly ModelFormat s_format = new(Signature: "ONEHOTLB", LoaderSignature: "MLNetDeep.OneHotLabel");

    internal OneHotLabelTransformer(string outputColumnName, string inputColumnName, int classCount)
    {
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        ClassCount = classCount;
    }

    /// <summary>The name of the label column.</summary>
    public string InputColumnName { get; }

    /// <summary>The name of the vector column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The number of classes, which is the size of the vectors.</summary>
    public int ClassCount { get; }

    internal static OneHotLabelTransformer Load(object context)
    {
        BinaryReader reader = MLNetInternals.BeginLoad(context, s_format);
        (string output, string input) = ModelEntries.ReadColumns(context);
        int classCount = reader.ReadInt32();
        ModelEntries.Check(classCount >= 1, $"a one-hot label has {classCount} classes, but at least 1 is needed");
        return new OneHotLabelTransformer(output, input, classCount);
    }

    private protected override void Save(ModelSaveContext context)
    {
        BinaryWriter writer = MLNetInternals.BeginSave(context, s_format);
        ModelEntries.WriteColumns(context, OutputColumnName, InputColumnName);
        writer.Write(ClassCount);
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Column input = Columns.Find(inputSchema, "input", InputColumnName);
        LabelReader reader = LabelReader.For(input);
        if (reader.KeyCount is { } keys && keys != (ulong)ClassCount)
        {
            throw Columns.WrongType("input", input, $"a key of {ClassCount} classes");
        }

        return new OneHotLabelMapper(inputSchema, input, reader, OutputColumnName, ClassCount);
    }
}
