using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>The columns that a <see cref="RowTransformer"/> adds to rows of one input schema.</summary>
internal abstract class RowMapping
{
    /// <summary>Returns the mapper for single rows.</summary>
    public abstract IRowToRowMapper Bind();

    /// <summary>Returns a view with the added columns.</summary>
    /// <param name="input">The input rows.</param>
    /// <param name="component">The name of the transformer, for messages.</param>
    /// <param name="host">The host whose cancellation ends a pass; null if there is none.</param>
    public abstract TransformedView CreateView(IDataView input, string component, IHostEnvironment? host);
}
