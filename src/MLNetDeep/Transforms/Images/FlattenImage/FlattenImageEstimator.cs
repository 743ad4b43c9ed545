using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Flattens an image into a vector: <c>y[(r·width + c)·channels + k] = scale · x[r, c, k]</c>, where x is the image,
/// y the vector, r the row, c the column and k the channel. It learns nothing from the data.
/// </summary>
/// <remarks>
/// <para>Input: a vector of <see cref="byte"/> or <see cref="float"/> of known size, usually with the dimensions height x width or
/// height x width x channels. Output: a one-dimensional vector of <see cref="float"/> of the same size. If at most a quarter of the
/// pixels are nonzero, the vector is sparse.</para>
/// <para>Example: the 2 x 2 image [[0, 51], [102, 255]] with scale 1/255 gives [0, 0.2, 0.4, 1].</para>
/// </remarks>
public sealed class FlattenImageEstimator : IEstimator<FlattenImageTransformer>
{
    /// <summary>The default of the scale: pixels keep their values.</summary>
    public const float DefaultScale = 1f;

    private readonly FlattenImageTransformer _transformer;

    internal FlattenImageEstimator(IHostEnvironment env, string outputColumnName, string? inputColumnName, float scale)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        if (!float.IsFinite(scale) || scale == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be finite and not 0.");
        }

        _transformer = new FlattenImageTransformer(outputColumnName, inputColumnName ?? outputColumnName, scale) { Host = env };
    }

    /// <summary>Checks that <paramref name="input"/> can be transformed, and returns the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    public FlattenImageTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>Returns the shape of the input with the output column added: a vector of <see cref="float"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = Columns.Find(inputSchema, "input", _transformer.InputColumnName);
        bool isImage = input.Kind == SchemaShape.Column.VectorKind.Vector && !input.IsKey && FlattenImageTransformer.IsPixelType(input.ItemType);
        if (!isImage)
        {
            throw Columns.WrongType("input", input, FlattenImageTransformer.ExpectedInput);
        }

        return Columns.AddOrReplace(inputSchema, MLNetInternals.NewColumn(
            _transformer.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single));
    }
}
