using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    // A loader and its transformers are the component at the root of the file.
    private const string RootFolder = "";

    /// <summary>
    /// Saves a model to a file, with the loader of its data. A file that is there keeps its content until the new one is complete.
    /// </summary>
    /// <param name="model">The model; null for one that changes nothing.</param>
    /// <param name="loader">The loader.</param>
    /// <param name="filePath">The file.</param>
    public void Save<TSource>(ITransformer? model, IDataLoader<TSource> loader, string filePath)
    {
        ArgumentNullException.ThrowIfNull(loader);
        CheckPath(filePath);
        ReplacedFile.Write(filePath, stream => Save(model, loader, stream));
    }

    /// <summary>Saves a model to a stream, with the loader of its data.</summary>
    /// <param name="model">The model; null for one that changes nothing.</param>
    /// <param name="loader">The loader.</param>
    /// <param name="stream">The stream, which is left open.</param>
    public void Save<TSource>(ITransformer? model, IDataLoader<TSource> loader, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(stream);
        // Whatever the model is, it becomes the only transformer of a chain.
        TransformerChain<ITransformer>? chain = model is null ? null : new TransformerChain<ITransformer>(model);
        using var repository = new RepositoryWriter(stream);
        ModelSaveContext.SaveModel(repository, new CompositeDataLoader<TSource, ITransformer>(loader, chain), RootFolder);
    }

    /// <summary>Loads a model from a file, with the loader of its data.</summary>
    /// <param name="filePath">The file.</param>
    /// <param name="loader">The loader.</param>
    /// <exception cref="FormatException">The file is not a zip file.</exception>
    /// <exception cref="InvalidOperationException">The model was saved without a loader, or the file is damaged.</exception>
    public ITransformer LoadWithDataLoader(string filePath, out IDataLoader<IMultiStreamSource> loader)
    {
        CheckPath(filePath);
        using FileStream stream = File.OpenRead(filePath);
        return LoadWithDataLoader(stream, out loader);
    }

    /// <summary>Loads a model from a stream, with the loader of its data.</summary>
    /// <param name="stream">The stream, which is left open.</param>
    /// <param name="loader">The loader.</param>
    /// <exception cref="FormatException">What is in the stream is not a zip file.</exception>
    /// <exception cref="InvalidOperationException">The model was saved without a loader, or the file is damaged.</exception>
    public ITransformer LoadWithDataLoader(Stream stream, out IDataLoader<IMultiStreamSource> loader)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var repository = new RepositoryReader(stream);
        try
        {
            loader = ModelLoadContext.LoadModel<IDataLoader<IMultiStreamSource>>(_env, repository, RootFolder);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"The model file has no loader of data that can be loaded; a model that was saved with a schema, or without, is loaded by {nameof(Load)}. {e.Message}", e);
        }
        return TakeTransformer(ref loader);
    }

    /// <summary>Takes the loader and its transformers apart.</summary>
    private static ITransformer TakeTransformer(ref IDataLoader<IMultiStreamSource> loader)
    {
        if (loader is not CompositeDataLoader<IMultiStreamSource, ITransformer> composite)
            return new TransformerChain<ITransformer>();
        loader = composite.Loader;
        // A chain of one is what saving makes of a model.
        return composite.Transformer.Count() == 1 ? composite.Transformer.First() : composite.Transformer;
    }
}
