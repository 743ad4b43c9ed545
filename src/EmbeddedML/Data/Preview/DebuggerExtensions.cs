using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Shows the first rows of data, for a look in the debugger.</summary>
public static class DebuggerExtensions
{
    /// <summary>Reads the first rows of a view.</summary>
    /// <param name="data">The view.</param>
    /// <param name="maxRows">How many rows are read at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> is negative.</exception>
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows) => new(data, maxRows);

    /// <summary>Transforms data and reads the first rows.</summary>
    /// <param name="transformer">The transformer.</param>
    /// <param name="data">The data that go in.</param>
    /// <param name="maxRows">How many rows are read at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> is negative.</exception>
    public static DataDebuggerPreview Preview(
        this ITransformer transformer, IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new(transformer.Transform(data), maxRows);
    }
}
