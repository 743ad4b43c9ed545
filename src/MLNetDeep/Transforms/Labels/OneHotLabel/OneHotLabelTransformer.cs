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

    /// <summary>The largest number of classes: the length of the longest array.</summary>
    internal static int MaxClassCount => Array.MaxLength;

    /// <summary>The name of the label column.</summary>
    public string InputColumnName { get; }

    /// <summary>The name of the vector column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The number of classes, which is the size of the vectors.</summary>
    public int ClassCount { get; }

    internal static OneHotLabelTransformer Load(object context) => ComponentReader.Read(context, s_format, reader =>
    {
        string output = reader.ReadText();
        string input = reader.ReadText();
        int classCount = reader.Values.ReadInt32();
        ComponentReader.Check(
            classCount >= 1 && classCount <= MaxClassCount, $"a one-hot label has {classCount} classes; accepted: 1 to {MaxClassCount}");
        return new OneHotLabelTransformer(output, input, classCount);
    });

    private protected override void Save(ModelSaveContext context) => ComponentWriter.Write(context, s_format, writer =>
    {
        writer.WriteText(OutputColumnName);
        writer.WriteText(InputColumnName);
        writer.Values.Write(ClassCount);
    });

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
