namespace Microsoft.ML.Data;

/// <summary>A transformer with parts that are applied on some occasions only: a chain, whatever the type of its last transformer.</summary>
internal interface IScopedTransformer : ITransformer
{
    /// <summary>Applies the parts of a scope.</summary>
    IDataView Transform(IDataView input, TransformerScope scope);
}
