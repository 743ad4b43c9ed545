namespace Microsoft.ML.Data;

/// <summary>A loader whose data are transformed after they have been loaded.</summary>
/// <typeparam name="TSource">The type of the source of the data.</typeparam>
/// <typeparam name="TLastTransformer">The type of the last transformer.</typeparam>
public sealed class CompositeDataLoader<TSource, TLastTransformer> : IDataLoader<TSource>, IDisposable
    where TLastTransformer : class, ITransformer
{
    /// <summary>The loader of what is transformed.</summary>
    public readonly IDataLoader<TSource> Loader;

    /// <summary>The transformers.</summary>
    public readonly TransformerChain<TLastTransformer> Transformer;

    /// <summary>Makes the loader.</summary>
    /// <param name="loader">The loader of what is transformed.</param>
    /// <param name="transformerChain">The transformers; by default there are none.</param>
    public CompositeDataLoader(IDataLoader<TSource> loader, TransformerChain<TLastTransformer>? transformerChain = null)
    {
        ArgumentNullException.ThrowIfNull(loader);
        Loader = loader;
        Transformer = transformerChain ?? new TransformerChain<TLastTransformer>();
    }

    /// <inheritdoc/>
    public IDataView Load(TSource input) => Transformer.Transform(Loader.Load(input));

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema() => Transformer.GetOutputSchema(Loader.GetOutputSchema());

    /// <summary>The loader with one more transformer at its end.</summary>
    public CompositeDataLoader<TSource, TNewLast> AppendTransformer<TNewLast>(TNewLast transformer) where TNewLast : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new CompositeDataLoader<TSource, TNewLast>(Loader, Transformer.Append(transformer));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => CompositeDataLoaderFormat.Save(ctx, Loader, Transformer);

    /// <summary>Disposes the transformers that can be.</summary>
    public void Dispose() => Transformer.Dispose();
}
