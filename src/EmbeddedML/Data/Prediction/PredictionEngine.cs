using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Transforms single objects. It is not for several threads at once.</summary>
/// <typeparam name="TSrc">The class of the objects that go in.</typeparam>
/// <typeparam name="TDst">The class of the objects that come out.</typeparam>
public sealed class PredictionEngine<
    [DynamicallyAccessedMembers(TypedRows.Members)] TSrc,
    [DynamicallyAccessedMembers(TypedRows.Members)] TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    /// <exception cref="ArgumentOutOfRangeException">
    /// The transformer does not transform single rows, or one of the classes does not fit its columns.
    /// </exception>
    internal PredictionEngine(IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options) : base(env, transformer, options)
    {
    }

    /// <inheritdoc/>
    public override void Predict(TSrc example, ref TDst prediction)
    {
        Read(example);
        prediction ??= new TDst();
        Write(prediction);
    }
}
