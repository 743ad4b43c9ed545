using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Transforms single objects. It is not for several threads at once.</summary>
/// <typeparam name="TSrc">The class of the objects that go in.</typeparam>
/// <typeparam name="TDst">The class of the objects that come out.</typeparam>
public abstract class PredictionEngineBase<
    [DynamicallyAccessedMembers(TypedRows.Members)] TSrc,
    [DynamicallyAccessedMembers(TypedRows.Members)] TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ObjectRow<TSrc> _input;
    private readonly Action<TDst>[] _setters;
    private readonly ITransformer? _owned;
    private bool _disposed;

    private protected PredictionEngineBase(IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        if (!transformer.IsRowToRowMapper)
        {
            throw new ArgumentOutOfRangeException(
                nameof(transformer), $"The transformer must make each row of exactly one row, but '{transformer.GetType()}' does not.");
        }
        _input = new ObjectRow<TSrc>(env, options.InputSchemaDefinition);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(_input.Schema);
        // ML.NET registers the empty view by which it binds the output; what registers later draws other numbers without it.
        env.Register("EmptyDataView");
        var filler = new RowFiller<TDst>(env, mapper.OutputSchema, options.IgnoreMissingColumns, options.OutputSchemaDefinition);
        _setters = filler.Bind(mapper.GetRow(_input, mapper.OutputSchema));
        _owned = options.OwnsTransformer ? transformer : null;
        OutputSchema = transformer.GetOutputSchema(_input.Schema);
    }

    /// <summary>The columns of the transformed rows, whether <typeparamref name="TDst"/> takes them or not.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>Transforms an object into a new one.</summary>
    /// <exception cref="ArgumentNullException">The object is null.</exception>
    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    /// <summary>Transforms an object into an existing one.</summary>
    /// <param name="example">The object that goes in.</param>
    /// <param name="prediction">
    /// The object to fill; a new one where it is null. Its arrays are used again where they have the right length.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="example"/> is null.</exception>
    public abstract void Predict(TSrc example, ref TDst prediction);

    /// <summary>Disposes the transformer, if this engine owns it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _input.Dispose();
        (_owned as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the input row stand on an object.</summary>
    private protected void Read(TSrc example) => _input.MoveTo(example);

    /// <summary>Writes the transformed row.</summary>
    private protected void Write(TDst prediction)
    {
        foreach (Action<TDst> set in _setters)
            set(prediction);
    }
}
