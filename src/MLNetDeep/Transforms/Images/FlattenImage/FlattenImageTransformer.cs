using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Flattens an image into a vector; see <see cref="FlattenImageEstimator"/>.</summary>
public sealed class FlattenImageTransformer : RowTransformer
{
    internal const string ExpectedInput = "a vector of Byte or Single of known size";

    private static readonly ModelFormat s_format = new(Signature: "IMGFLATN", LoaderSignature: "MLNetDeep.FlattenImage");

    internal FlattenImageTransformer(string outputColumnName, string inputColumnName, float scale)
    {
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        Scale = scale;
    }

    /// <summary>The name of the image column.</summary>
    public string InputColumnName { get; }

    /// <summary>The name of the vector column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The factor that multiplies each pixel.</summary>
    public float Scale { get; }

    internal static FlattenImageTransformer Load(object context) => ComponentReader.Read(context, s_format, reader =>
    {
        string output = reader.ReadText();
        string input = reader.ReadText();
        float scale = reader.Values.ReadSingle();
        ComponentReader.Check(float.IsFinite(scale) && scale != 0, $"an image has the scale {scale}");
        return new FlattenImageTransformer(output, input, scale);
    });

    internal static bool IsPixelType(DataViewType itemType) => itemType == NumberDataViewType.Byte || itemType == NumberDataViewType.Single;

    private protected override void Save(ModelSaveContext context) => ComponentWriter.Write(context, s_format, writer =>
    {
        writer.WriteText(OutputColumnName);
        writer.WriteText(InputColumnName);
        writer.Values.Write(Scale);
    });

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Column input = Columns.Find(inputSchema, "input", InputColumnName);
        if (input.Type is not VectorDataViewType { IsKnownSize: true } type || !IsPixelType(type.ItemType))
        {
            throw Columns.WrongType("input", input, ExpectedInput);
        }

        return new FlattenImageMapper(inputSchema, input, type, OutputColumnName, Scale);
    }
}
