using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Turns a sequence of word indices into a text; see <see cref="IndicesToTextEstimator"/>.</summary>
public sealed class IndicesToTextTransformer : RowTransformer
{
    internal const string ExpectedInput = "a vector of Key<UInt32> whose key values are texts";

    private static readonly ModelFormat s_format = new(Signature: "INDXTEXT", LoaderSignature: "MLNetDeep.IndicesToText");

    internal IndicesToTextTransformer(string outputColumnName, string inputColumnName)
    {
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
    }

    /// <summary>The name of the sequence column.</summary>
    public string InputColumnName { get; }

    /// <summary>The name of the text column.</summary>
    public string OutputColumnName { get; }

    internal static IndicesToTextTransformer Load(object context) => ComponentReader.Read(
        context, s_format, reader => new IndicesToTextTransformer(reader.ReadText(), reader.ReadText()));

    private protected override void Save(ModelSaveContext context) => ComponentWriter.Write(context, s_format, writer =>
    {
        writer.WriteText(OutputColumnName);
        writer.WriteText(InputColumnName);
    });

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Column input = Columns.Find(inputSchema, "input", InputColumnName);
        bool isSequence = input.Type is VectorDataViewType { ItemType: KeyDataViewType key } && key.RawType == typeof(uint)
            && input.Annotations.Schema.GetColumnOrNull(AnnotationNames.KeyValues)?.Type is VectorDataViewType { ItemType: TextDataViewType };
        return isSequence
            ? new IndicesToTextMapper(inputSchema, input, OutputColumnName)
            : throw Columns.WrongType("input", input, ExpectedInput);
    }
}
