namespace MLNetDeep.Loader;

/// <summary>
/// Marker types, one for each component that a model file can name. ML.NET needs a separate loader type per component, so each marker
/// is the type argument of one <see cref="ComponentLoader{TComponent}"/>. The names must match MLNetDeep's ComponentEntryPoint.
/// </summary>
internal static class Component
{
    internal sealed class FlattenImage;

    internal sealed class OneHotLabel;

    internal sealed class Multiclass;

    internal sealed class Binary;

    internal sealed class Regression;

    internal sealed class BagOfWords;

    internal sealed class HashedBagOfWords;

    internal sealed class WordIndices;

    internal sealed class IndicesToText;
}
