using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep;

/// <summary>Extension methods that save models.</summary>
public static class ModelCatalogExtensions
{
    /// <summary>
    /// Saves a model as <see cref="ModelOperationsCatalog.Save(ITransformer, DataViewSchema, string)"/> does, but writes to a temporary file
    /// and renames it when it is complete. So a model that is already at the path survives a crash and a full disk; ML.NET's own method
    /// empties it first. See <see cref="AtomicFile"/> for links, permissions and temporary files.
    /// </summary>
    /// <param name="catalog">The catalog, <c>ml.Model</c>.</param>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The schema of the data that the model takes; null to save none.</param>
    /// <param name="path">The path of the zip file. An existing file is replaced.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes no new files, or the path is a folder.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public static void SaveSafely(this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        AtomicFile.Write(path, stream => catalog.Save(model, inputSchema, stream));
    }

    /// <summary>
    /// Saves a model with its loader as <see cref="ModelOperationsCatalog.Save{TSource}(ITransformer, IDataLoader{TSource}, string)"/> does,
    /// but writes to a temporary file and renames it when it is complete.
    /// </summary>
    /// <typeparam name="TSource">The type of what the loader reads from.</typeparam>
    /// <param name="catalog">The catalog, <c>ml.Model</c>.</param>
    /// <param name="model">The model.</param>
    /// <param name="loader">The loader of the data that the model takes.</param>
    /// <param name="path">The path of the zip file. An existing file is replaced.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes no new files, or the path is a folder.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public static void SaveSafely<TSource>(
        this ModelOperationsCatalog catalog, ITransformer model, IDataLoader<TSource> loader, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loader);
        AtomicFile.Write(path, stream => catalog.Save(model, loader, stream));
    }
}
