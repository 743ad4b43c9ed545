using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The environments of the catalogs in which estimators are made.</summary>
internal static class CatalogEnvironments
{
    public static IHostEnvironment GetEnvironment(this TransformsCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Environment;
    }

    public static IHostEnvironment GetEnvironment(this TransformsCatalog.ConversionTransforms catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Environment;
    }

    public static IHostEnvironment GetEnvironment(this TransformsCatalog.CategoricalTransforms catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Environment;
    }

    public static IHostEnvironment GetEnvironment(this TransformsCatalog.TextTransforms catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Environment;
    }
}
