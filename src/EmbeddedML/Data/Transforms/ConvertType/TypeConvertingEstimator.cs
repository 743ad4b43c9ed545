using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Converts columns to another type. It learns nothing from the data.</summary>
public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    internal const DataKind DefaultOutputKind = DataKind.Single;

    private readonly TypeConversion _conversion;

    internal TypeConvertingEstimator(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns, DataKind outputKind)
        : base(
            env.Register(nameof(TypeConvertingEstimator)),
            new TypeConvertingTransformer(env, columns, columns.Select(_ => new TypeConversion(outputKind)).ToArray()))
        => _conversion = new TypeConversion(outputKind);

    /// <summary>The shape with the converted columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or its type cannot be converted.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            SchemaShape.Column input = inputSchema.FindInput(pair.InputColumnName);
            if (_conversion.For(input.ItemType) is not var (type, _))
                throw input.WrongType($"a type that can be converted to {_conversion.Kind}");
            return new SchemaShape.Column(pair.OutputColumnName, input.Kind, type, isKey: false, input.Annotations);
        }));
    }
}
