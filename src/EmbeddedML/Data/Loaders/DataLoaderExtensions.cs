using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Loads files.</summary>
public static class DataLoaderExtensions
{
    /// <summary>The view of files; they are read when its rows are.</summary>
    /// <param name="loader">The loader.</param>
    /// <param name="path">The files; see <see cref="MultiFileSource"/> for the wildcards.</param>
    public static IDataView Load(this IDataLoader<IMultiStreamSource> loader, params string[] path)
    {
        ArgumentNullException.ThrowIfNull(loader);
        return loader.Load(new MultiFileSource(path));
    }
}
